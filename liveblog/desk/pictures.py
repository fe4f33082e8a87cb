"""One picture comes to a sheet ahead of its post: dropped, pasted or chosen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from liveblog import permissions
from liveblog.desk import media
from liveblog.desk.finding import of_visible_blog
from liveblog.models import Blog, Photo
from liveblog.permissions import access, may_use_newsroom
from liveblog.photos.storage import RefusedPicture


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def receive(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Take the file `picture` in: 201 with its fields for the sheet, or 422 with why not.

    `photo` instead names one that the library holds: a sheet that was given back asks for it, with
    what was typed of it.
    """
    permissions.require(permissions.may_write(request.user, blog))
    try:
        photo = _meant(request, blog)
    except RefusedPicture as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    form = media.form_of(photo, None, by=request.user, said=request.POST)
    context = {"form": form, "blog": blog}
    return render(request, "liveblog/desk/parts/shown_picture.html", context, status=201)


def _meant(request: HttpRequest, blog: Blog) -> Photo:
    upload = request.FILES.get("picture")
    if upload is not None:
        return media.taken_in(upload, blog=blog, by=request.user)
    asked = media.numbers(request.POST.getlist("photo"))
    photos = permissions.visible_photos(request.user).filter(pk__in=asked[:1])
    photo: Photo | None = photos.select_related("withdrawn_by").first()
    if photo is not None and photo.is_withdrawn:
        raise RefusedPicture(f"“{photo}” must not be used. {photo.withdrawal}")
    if photo is None or not photo.file:
        raise RefusedPicture("No picture came. Choose its file again.")
    return photo
