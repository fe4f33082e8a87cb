"""The picture at the head of the blog: found in the library or uploaded, and its caption here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from liveblog import permissions, publishing
from liveblog.desk import media, panels, wording
from liveblog.desk.finding import of_visible_blog
from liveblog.desk.forms.head import LeadForm, LeadUploadForm
from liveblog.desk.forms.pictures import WORDS
from liveblog.desk.forms.questions import show_over
from liveblog.desk.library import offered
from liveblog.desk.people import named
from liveblog.keys import key_in
from liveblog.models import Blog, Photo, PhotoCaption, Revision
from liveblog.permissions import access, may_use_newsroom
from liveblog.photos import storage
from liveblog.photos.storage import RefusedPicture

_LIVE = "The lead picture is on readers’ pages."
_PRESS_AGAIN = "Press again to put yours in its place."


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def lead(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Look for one (`q`), look at one before it goes there (`photo`), put it there (POST)."""
    permissions.require(permissions.may_run(request.user, blog))
    if request.method != "POST":
        return _show(request, blog, _form(request, blog, request.GET.get("photo", "")))
    photo = _photo_or_404(request, request.POST.get("photo", ""))
    form = LeadForm(photo, request.POST)
    if form.is_valid() and _is_put(request, blog, form):
        return panels.done(request, blog, _LIVE)
    return _show(request, blog, form, status=422)


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def upload(request: HttpRequest, blog: Blog) -> HttpResponse:
    permissions.require(permissions.may_run(request.user, blog))
    form = LeadUploadForm(request.POST, request.FILES)
    form.is_valid()
    photo = _received(form) if form.cleaned_data.get("picture") else None
    if photo is None:
        return _show(request, blog, _form(request, blog, ""), upload=form, status=422)
    if photo.pk is None:
        photo.brought_to = blog
    stories = publishing.stories_showing([photo]) if photo.pk else []
    try:
        with publishing.change(by=request.user, blogs=[blog, *stories]):
            newer = _in_the_way(blog, form.cleaned_data.get("revision"), wanted=photo)
            kept = media.kept(photo, form, by=request.user)
            if newer is None and not form.errors:
                publishing.set_lead(blog, by=request.user, **kept)
    except publishing.NotPossible as refused:  # It was withdrawn while it was being sent.
        storage.remove(photo.file.name or "")
        form.add_error(None, str(refused))
        return _show(request, blog, _form(request, blog, ""), upload=form, status=422)
    if form.errors:
        return _show(request, blog, _brought(request, kept["photo"]), status=422)
    if newer is not None:
        return _show(request, blog, _beside(newer, **kept), status=422)
    return panels.done(request, blog, _LIVE)


def _brought(request: HttpRequest, photo: Photo) -> LeadForm:
    """It is in the library now, for a browser forgets its file; what it lacks is asked for."""
    said = {name: request.POST.get(f"lead-{name}", "") for name in (*WORDS, "caption", "revision")}
    return LeadForm(photo, {**said, **LeadForm.over(photo), "photo": photo.pk})


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def remove(request: HttpRequest, blog: Blog) -> HttpResponse:
    permissions.require(permissions.may_run(request.user, blog))
    with publishing.change(by=request.user, blogs=[blog]):
        newer = _in_the_way(blog, key_in(request.POST.get("revision", "")))
        if newer is None:
            publishing.remove_lead(blog, by=request.user)
    if newer is not None:
        return panels.done(request, blog, f"{_changed(newer)} It still stands.", is_refused=True)
    return panels.done(request, blog, "The story has no lead picture now.")


def _in_the_way(blog: Blog, seen: int | None, wanted: Photo | None = None) -> Revision | None:
    """What put there, unseen, the picture that stands there now and is not `wanted`.

    Ask under the blog's lock.
    """
    stands = _lead_of(blog)
    is_wanted = wanted and stands and stands.photo.sha256 == wanted.sha256
    return None if stands is None or is_wanted else panels.newer(blog, seen, ("lead",))


def _changed(newer: Revision) -> str:
    return f"{named(newer.made_by)} changed the lead picture after you opened this page."


def _beside(newer: Revision, photo: Photo, caption: str) -> LeadForm:
    """The picture that was brought, in the library now, to be put there if that is meant."""
    words = {name: getattr(photo, name) for name in WORDS}
    said = {"photo": photo.pk, "caption": caption, "revision": newer.pk, **words}
    form = LeadForm(photo, {**said, **LeadForm.over(photo)})
    form.add_error(None, f"{_changed(newer)} {_PRESS_AGAIN}")
    return form


def _form(request: HttpRequest, blog: Blog, asked: str) -> LeadForm | None:
    """For the picture that was asked for, or the one that stands there; None: there is none."""
    stands, last = _lead_of(blog), panels.latest(blog)
    photo = _photo_or_404(request, asked) if asked else stands.photo if stands else None
    if photo is None:
        return None
    is_there = stands is not None and stands.photo_id == photo.pk
    caption = stands.caption if stands is not None and is_there else ""
    initial = {"photo": photo.pk, "caption": caption, "revision": last and last.pk}
    return LeadForm(photo, initial=initial)


def _is_put(request: HttpRequest, blog: Blog, form: LeadForm) -> bool:
    try:
        return _put(request, blog, form)
    except publishing.NotPossible as refused:  # It was withdrawn a moment ago.
        form.add_error(None, str(refused))
        return False


def _put(request: HttpRequest, blog: Blog, form: LeadForm) -> bool:
    """Whether it stands there now; not where a colleague's picture came meanwhile."""
    caption = form.cleaned_data["caption"]
    stories = publishing.stories_showing([form.shown]) if form.new_words() or caption else []
    with publishing.change(by=request.user, blogs=[blog, *stories]):
        newer = panels.newer(blog, form.cleaned_data["revision"], ("lead",))
        stands = _lead_of(blog)
        is_said = stands and (stands.photo_id, stands.caption) == (form.shown.pk, caption)
        if newer is None or is_said:
            wording.tell_library(form.shown, form.new_words(), caption, by=request.user)
            publishing.set_lead(blog, by=request.user, photo=form.shown, caption=caption)
            return True
    show_over(form, newer.pk)
    form.add_error(None, f"{_changed(newer)} {_PRESS_AGAIN}")
    return False


def _received(form: LeadUploadForm) -> Photo | None:
    """The upload, made ready before any lock; what is missing or refused is said in the form."""
    try:
        photo = media.received(form.cleaned_data["picture"])
    except RefusedPicture as refused:
        form.add_error("picture", str(refused))
        return None
    form.ask_for_words(photo)
    return photo


def _show(
    request: HttpRequest,
    blog: Blog,
    form: LeadForm | None,
    *,
    upload: LeadUploadForm | None = None,
    status: int = 200,
) -> HttpResponse:
    seen = panels.latest(blog)
    if upload is not None and not upload.has_error("picture"):
        upload.add_error("picture", "Choose the picture again: a browser forgets its file.")
    return panels.show(
        request,
        blog,
        "lead",
        status=status,
        form=form,
        stands=_lead_of(blog),
        upload=upload or LeadUploadForm(initial={"revision": seen and seen.pk}),
        seen=seen,
        **offered(request.GET.get("q", "").strip(), by=request.user),
    )


def _lead_of(blog: Blog) -> PhotoCaption | None:
    return PhotoCaption.objects.filter(blog=blog).select_related("photo").first()


def _photo_or_404(request: HttpRequest, asked: str) -> Photo:
    photos = permissions.visible_photos(request.user).offered()
    photo: Photo | None = photos.filter(pk=key_in(asked)).first()
    if photo is None:
        raise Http404("The library has no such picture any more.")
    return photo
