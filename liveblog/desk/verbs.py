"""What is done to a post from the list: one press each, or a small page of its own."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from liveblog import permissions, publishing
from liveblog.desk import endings, media, overtaken
from liveblog.desk.actions import may_discard, spoken
from liveblog.desk.finding import address, back, of_visible_blog, post_or_404
from liveblog.desk.forms.questions import NoteForm, RestorationForm, RetractionForm
from liveblog.desk.listing import after_press
from liveblog.desk.screen import page
from liveblog.models import Blog, Photo, Post
from liveblog.permissions import access, may_use_newsroom
from liveblog.publishing import NotPossible

_REFUSALS = (ValidationError, NotPossible)


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def publish(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    """What is missing is said where it can be put right: on the post's sheet.

    A draft whose time is to come is scheduled for it. `stood` is how the list showed the post: what
    a colleague has sent back, or moved to another time, meanwhile is not published unseen.
    """
    post = post_or_404(request, blog, public_id)
    permissions.require(permissions.may_publish(request.user, blog))
    try:
        with publishing.change(by=request.user, blogs=[blog]):
            post.refresh_from_db()
            overtaken.refuse_if_moved(post, request.GET.get("stood", ""))
            done = _put_out(post, by=request.user)
    except _REFUSALS as refused:
        _say(request, refused)
        if request.headers.get("HX-Request") == "true":
            return after_press(request, blog, post)
        return redirect(address("desk_edit", blog, post))
    messages.success(request, endings.told(done, post))
    media.warn(request, post)
    return after_press(request, blog, post)


def _put_out(post: Post, *, by: Any) -> str:
    if not post.is_to_come:
        publishing.publish(post, by=by)
        return "Published"
    permissions.require(permissions.may_schedule(by, post.blog))
    assert post.published_at is not None
    publishing.schedule(post, by=by, at=post.published_at)
    return f"Scheduled for {spoken(post)}"


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def submit(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    post = post_or_404(request, blog, public_id)
    permissions.require(permissions.may_submit(request.user, post))
    return _do(request, post, "Submitted", lambda: publishing.submit(post, by=request.user))


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def take_back(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    """Its author has it as a draft again; a second click finds it so."""
    post = post_or_404(request, blog, public_id)
    is_own_draft = post.status == Post.Status.DRAFT and post.created_by_id == request.user.pk
    permissions.require(permissions.may_take_back(request.user, post) or is_own_draft)
    return _do(request, post, "A draft again", lambda: publishing.take_back(post, by=request.user))


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def pin(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    post = post_or_404(request, blog, public_id)
    permissions.require(permissions.may_pin(request.user, blog))
    return _do(request, post, "Pinned", lambda: publishing.pin(post, by=request.user))


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def unpin(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    post = post_or_404(request, blog, public_id)
    permissions.require(permissions.may_pin(request.user, blog))
    return _do(request, post, "Unpinned", lambda: publishing.unpin(post, by=request.user))


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def mark_key(request: HttpRequest, blog: Blog, public_id: str, *, is_key: bool) -> HttpResponse:
    """Put the post among the key events, or take it out."""
    post = post_or_404(request, blog, public_id)
    permissions.require(permissions.may_edit(request.user, post))
    said = "A key event now" if is_key else "No key event any more"
    act = "marked as key event" if is_key else "unmarked as key event"
    return _do(
        request,
        post,
        said,
        lambda: publishing.update(post, by=request.user, act=act, is_key_event=is_key),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def send_back(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    post = post_or_404(request, blog, public_id)
    permissions.require(permissions.may_publish(request.user, blog))
    return _ask(
        request,
        post,
        NoteForm(request.POST if request.method == "POST" else None),
        title="Send back",
        act="sent back",
        verb=lambda note: publishing.send_back(post, by=request.user, note=note),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def retract(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    post = post_or_404(request, blog, public_id)
    permissions.require(permissions.may_retract(request.user, blog))
    return _ask(
        request,
        post,
        RetractionForm(request.POST if request.method == "POST" else None),
        title="Retract",
        act="retracted",
        verb=lambda reason: publishing.retract(post, by=request.user, reason=reason),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def restore(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    post = post_or_404(request, blog, public_id)
    permissions.require(permissions.may_restore(request.user, blog))
    pictures = [photo for _, photo in publishing.pictures_of(post)]
    lacking = [photo for photo in pictures if publishing.lacking(photo)]
    data = request.POST if request.method == "POST" else None
    form = RestorationForm(data, lacking=lacking)

    _tell_unused(request, form, pictures)

    def restored(reason: str) -> None:
        for photo, words in form.words():
            publishing.reword_photo(photo, by=request.user, **words)
        publishing.restore(post, by=request.user, reason=reason)

    return _ask(
        request,
        post,
        form,
        title="Restore",
        act="restored",
        verb=restored,
        stories=publishing.stories_showing(lacking),
    )


def _tell_unused(request: HttpRequest, form: RestorationForm, pictures: list[Photo]) -> None:
    """Of a word that was typed for a picture which a colleague has given it meanwhile."""
    for photo in pictures:
        for name in publishing.NEEDED:
            field = f"{name}-{photo.pk}"
            typed, stands = request.POST.get(field, "").strip(), getattr(photo, name)
            if field not in form.fields and typed not in ("", stands):
                words = f"“{stands}” stands as the {name.replace('_', ' ')} by now"
                messages.warning(request, f"{words}: your “{typed}” was not used.")


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def discard(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    """Throw away what no reader saw; it is asked once more, for it does not come back."""
    if request.method == "POST" and not Post.objects.filter(public_id=public_id).exists():
        messages.info(request, "That draft is gone already.")  # A second click.
        return back(request, blog)
    post = post_or_404(request, blog, public_id)
    permissions.require(may_discard(request.user, post))
    if request.method != "POST":
        return page(request, blog, "discard", title="Discard", post=post)
    try:
        publishing.discard(post, by=request.user)
    except NotPossible as refused:
        _say(request, refused)
        return back(request, blog, post)
    messages.success(request, f"Discarded: {post}")
    return back(request, blog)


def _do(request: HttpRequest, post: Post, said: str, verb: Callable[[], object]) -> HttpResponse:
    try:
        verb()
    except _REFUSALS as refused:
        _say(request, refused)
    else:
        messages.success(request, f"{said}: {post}")
    return after_press(request, post.blog, post)


def _ask(
    request: HttpRequest,
    post: Post,
    form: forms.Form,
    *,
    title: str,
    act: str,
    verb: Callable[[str], object],
    stories: Iterable[Blog] = (),
) -> HttpResponse:
    """A page with one question; its answer goes to `verb`, whose `act` is in the history then.

    What `verb` writes may be seen in other `stories`, too.
    """
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        answer = next(iter(form.cleaned_data.values()))
        try:
            with publishing.change(by=request.user, blogs=[post.blog, *stories]):
                overtaken.refuse_if_done(post, act, by=request.user, words=answer)
                verb(answer)
        except _REFUSALS as refused:
            status = 409 if isinstance(refused, overtaken.DoneAlready) else 422
            form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
        else:
            messages.success(request, f"{act.capitalize()}: {post}")
            if act == "restored":
                media.warn(request, post)
            return back(request, post.blog, post)
    context: dict[str, Any] = {"title": title, "post": post, "form": form, "act": act}
    return page(request, post.blog, "ask", status=status, **context)


def _say(request: HttpRequest, refused: Exception) -> None:
    said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
    for line in said:
        messages.error(request, line)
