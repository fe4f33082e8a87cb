"""A post put right in public: the note that readers see, and the words it mends."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from liveblog import permissions, publishing
from liveblog.desk import meeting, overtaken, wording
from liveblog.desk.finding import back, of_visible_blog, post_or_404
from liveblog.desk.forms.pictures import CorrectedPictureForm
from liveblog.desk.forms.questions import CorrectionForm
from liveblog.desk.forms.words import is_as_shown
from liveblog.desk.screen import page
from liveblog.models import Blog, Correction, Photo, Post
from liveblog.permissions import access, may_use_newsroom
from liveblog.publishing import NotPossible


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def correct(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    post = post_or_404(request, blog, public_id)
    permissions.require(permissions.may_correct(request.user, blog))
    latest = overtaken.latest_revision(post)
    initial = {"headline": post.headline, "body": post.body, "revision": latest and latest.pk}
    data = request.POST if request.method == "POST" else None
    form = CorrectionForm(data, initial=initial)
    pictures = _pictures(post, data, by=request.user)
    if not form.is_bound:
        return _page(request, post, form, pictures)
    answers = [each.is_valid() for each in (form, *pictures) if each.is_bound]
    if not all(answers):
        return _page(request, post, form, pictures, status=422)
    return _put_right(request, post, form, pictures)


def _pictures(post: Post, data: QueryDict | None, *, by: Any) -> list[CorrectedPictureForm]:
    shown = list(post.photos.select_related("photo"))
    mendable = permissions.photos_to_mend(by, [each.photo for each in shown])
    return [
        CorrectedPictureForm(each, data, may_reword=each.photo_id in mendable) for each in shown
    ]


def _put_right(
    request: HttpRequest, post: Post, form: CorrectionForm, pictures: list[CorrectedPictureForm]
) -> HttpResponse:
    said = form.cleaned_data
    try:
        blogs = [post.blog, *wording.stories_of(pictures)]
        with publishing.change(by=request.user, blogs=blogs):
            post.refresh_from_db()
            if not _is_said(post, said, pictures, by=request.user):
                _refuse_if_overtaken(post, said["revision"])
                wording.reword(pictures, by=request.user)
                publishing.correct(
                    post,
                    by=request.user,
                    text=said["text"],
                    kind=said["kind"],
                    **_mended(post, said, pictures),
                )
    except overtaken.Overtaken as refused:
        pictures = _pictures(post, request.POST, by=request.user)
        proposal = meeting.over_correction(form, pictures, post, refused.latest)
        return _page(request, post, form, pictures, status=409, proposal=proposal, noun="post")
    except (ValidationError, NotPossible) as refused:
        form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
        return _page(request, post, form, pictures, status=422)
    done, where = Correction.Kind(said["kind"]).label, post.get_absolute_url()
    messages.success(request, format_html('{} made: <a href="{}">{}</a>', done, where, post))
    return back(request, post.blog, post)


def _is_said(
    post: Post, said: dict[str, Any], pictures: list[CorrectedPictureForm], *, by: Any
) -> bool:
    """A second click: the newest note under the post is this one, by the same hand."""
    last = post.corrections.newest_first().first()
    if last is None or (last.text, last.kind, last.made_by) != (said["text"], said["kind"], by):
        return False
    if _mended(post, said, pictures):
        return False
    stand = Photo.objects.in_bulk([each.shown.photo_id for each in pictures])
    return not any(
        each.is_bound and each.says_otherwise(stand[each.shown.photo_id])
        for each in pictures
        if each.shown.photo_id in stand
    )


def _refuse_if_overtaken(post: Post, seen: int | None) -> None:
    newer = overtaken.overtaking(post, seen)
    if newer is not None:
        raise overtaken.Overtaken(newer)


def _mended(
    post: Post, said: dict[str, Any], pictures: list[CorrectedPictureForm]
) -> dict[str, Any]:
    """Of headline, text and captions, what the correction changes."""
    mended = {"headline": said["headline"]} if said["headline"] != post.headline else {}
    if not is_as_shown(post.body, said["body"]):
        mended["body"] = said["body"]
    if any(each.is_bound and each.has_other_caption for each in pictures):
        mended["photos"] = [
            {"photo": each.shown.photo, "caption": each.caption_said} for each in pictures
        ]
    return mended


def _page(
    request: HttpRequest,
    post: Post,
    form: CorrectionForm,
    pictures: list[CorrectedPictureForm],
    **context: Any,
) -> HttpResponse:
    context |= {"post": post, "form": form, "pictures": pictures}
    return page(request, post.blog, "correct", title="Correct", **context)
