"""The map of the site: the admin, the pictures, and everything that is liveblog's."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from newsroom.media import picture

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("liveblog.urls")),
    path("admin/", admin.site.urls),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", picture, name="media"))
