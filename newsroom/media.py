"""Pictures served by Django itself, where no proxy or bucket does it."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from liveblog.permissions import access


@require_safe
@access("public")
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """One stored picture. Its name is made from its content, so it may be kept for ever."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    if isinstance(response, FileResponse):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
        response["X-Content-Type-Options"] = "nosniff"
    return response
