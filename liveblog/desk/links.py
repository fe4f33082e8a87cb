"""A link that was pasted: asked once what it says, and shown as a card of the sheet."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from liveblog import conf, permissions
from liveblog.desk import thumbnails
from liveblog.desk.finding import of_visible_blog
from liveblog.desk.forms.links import QuoteForm, token_of
from liveblog.embeds.errors import NotCaptured
from liveblog.embeds.fetch import in_time
from liveblog.embeds.naming import handle_in
from liveblog.embeds.snapshot import Captured
from liveblog.embeds.snapshot import capture as capture_once
from liveblog.models import Blog, Photo
from liveblog.permissions import access, may_use_newsroom

# As many are asked at once; the server has places for two such forms.
_SIDE_BY_SIDE = 8


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def capture(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The card of `url`, for the sheet. 422 where it stays a plain link; the card says why, and
    offers the handle that the address names.

    Nothing is written: what was captured waits in the card, sealed, until the sheet is sent.
    """
    permissions.require(permissions.may_write(request.user, blog))
    form = QuoteForm(None, None, token=token_of(request.POST.get("token", "")))
    url = request.POST.get("url", "").strip()
    form.initial = {"url": url, "handle": handle_in(url)}
    reason = _fill_in(form, url, blog=blog, by=request.user)
    # 422, and not 502, for a provider that is down: proxies put pages of their own over a 502.
    context = {"form": form, "reason": reason}
    status = 422 if reason else 200
    return render(request, "liveblog/desk/parts/link.html", context, status=status)


def asked(urls: Iterable[str], *, blog: Blog | None, by: Any) -> dict[str, Captured | NotCaptured]:
    """What each of `urls` says, its picture in the library; or why it does not.

    They are asked side by side, so that a slow one holds up no other: each has
    EMBED_TIMEOUT_SECONDS, and all of them twice that. Call it before any blog is locked.
    """
    wanted = list(dict.fromkeys(urls))
    last = in_time() + conf.EMBED_TIMEOUT_SECONDS
    with ThreadPoolExecutor(_SIDE_BY_SIDE, thread_name_prefix="ask") as threads:
        answers = threads.map(partial(_heard, last=last), wanted)
        return {
            url: each if isinstance(each, NotCaptured) else _with_picture(*each, blog=blog, by=by)
            for url, each in zip(wanted, answers, strict=True)
        }


def picture_of(captured: Captured) -> Photo | None:
    """Its picture, as long as it may be offered."""
    return Photo.objects.offered().filter(pk=captured.thumbnail_id).first()


def _heard(url: str, *, last: float) -> tuple[Captured, bytes | None] | NotCaptured:
    """In a thread: the network, and nothing of the database."""
    until = min(in_time(), last)
    try:
        captured = capture_once(url, until=until)
    except NotCaptured as refused:
        return refused
    return captured, thumbnails.fetched(captured, until=until)


def _with_picture(
    captured: Captured, picture: bytes | None, *, blog: Blog | None, by: Any
) -> Captured:
    photo = thumbnails.taken_in(picture, captured, blog=blog, by=by) if picture else None
    return replace(captured, thumbnail_id=photo.pk) if photo else captured


def _fill_in(form: QuoteForm, url: str, *, blog: Blog, by: Any) -> str:
    """Show in `form` what `url` says; or why nothing can be shown."""
    field = form.fields["url"]
    assert isinstance(field, forms.URLField)
    try:
        whole = field.clean(url) or url
    except ValidationError as refused:
        return " ".join(refused.messages)
    (answer,) = asked([whole], blog=blog, by=by).values()
    if isinstance(answer, NotCaptured):
        return str(answer)
    form.show(answer)
    return ""
