"""A link that was pasted: asked once what it says, and shown as a card of the sheet."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from liveblog import permissions
from liveblog.desk import thumbnails
from liveblog.desk.finding import of_visible_blog
from liveblog.desk.forms.links import QuoteForm, token_of
from liveblog.embeds.errors import NotCaptured
from liveblog.embeds.fetch import in_time
from liveblog.embeds.naming import handle_in
from liveblog.embeds.snapshot import Captured
from liveblog.embeds.snapshot import capture as capture_once
from liveblog.models import Blog
from liveblog.permissions import access, may_use_newsroom


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


def captured_with_picture(url: str, *, until: float, blog: Blog | None, by: Any) -> Captured:
    """What `url` says, and its picture in the library, by `until`. Raises NotCaptured."""
    captured = capture_once(url, until=until)
    photo = thumbnails.taken_in(captured, until=until, blog=blog, by=by)
    return replace(captured, thumbnail_id=photo.pk) if photo else captured


def _fill_in(form: QuoteForm, url: str, *, blog: Blog, by: Any) -> str:
    """Show in `form` what `url` says; or why nothing can be shown."""
    field = form.fields["url"]
    assert isinstance(field, forms.URLField)
    try:
        asked = field.clean(url) or url
        form.show(captured_with_picture(asked, until=in_time(), blog=blog, by=by))
    except ValidationError as refused:
        return " ".join(refused.messages)
    except NotCaptured as refused:
        return str(refused)
    return ""
