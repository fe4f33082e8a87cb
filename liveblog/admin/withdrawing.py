"""The page that withdraws a picture everywhere: where it stands, why, and what became of it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from liveblog import publishing
from liveblog.admin import uses
from liveblog.admin.pictures import thumbnail
from liveblog.models import Photo
from liveblog.permissions import (
    access,
    may_lift_withdrawal,
    may_use_newsroom,
    may_withdraw,
    require,
    visible_photos,
    visible_posts,
)
from liveblog.photos import storage

TITLE = "Withdraw this picture everywhere"


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why must it not be seen?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands in the history of each update, and whoever sends the file in again "
        "reads it. Readers do not.",
        error_messages={"required": "Say why: whoever sends the file in again must know."},
    )


def address_of_withdrawing(photo: Photo) -> str:
    return reverse("admin:liveblog_photo_withdraw", args=[photo.pk])


@never_cache
@require_http_methods(["GET", "POST"])
@access(may_use_newsroom)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the picture stands, and the button; afterwards, what is left of it: nothing."""
    photo = get_object_or_404(visible_photos(request.user), pk=pk)
    require(may_withdraw(request.user, photo))
    if request.method == "GET":
        return _page(request, photo, WithdrawForm())
    # Pressed on a mark it only removes what a failing storage may have left.
    sent = {"reason": photo.withdrawal_reason} if photo.is_withdrawn else request.POST
    form = WithdrawForm(sent)
    if not form.is_valid():
        return _page(request, photo, form, status=422)
    try:
        _withdraw(request, photo, form.cleaned_data["reason"])
    except publishing.NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:liveblog_photo_changelist")
    return redirect(request.path)


@require_POST
@access(may_use_newsroom)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    photo = get_object_or_404(visible_photos(request.user), pk=pk)
    require(may_lift_withdrawal(request.user, photo))
    if photo.is_withdrawn:
        publishing.lift_withdrawal(photo, by=request.user)
        _log(request, photo, f"Lifted the withdrawal. {photo.withdrawal}")
        messages.success(
            request,
            "The withdrawal is lifted. The picture stands nowhere: send its file in again here, "
            "or wherever it is needed.",
        )
    return redirect("admin:liveblog_photo_change", pk)


def _withdraw(request: HttpRequest, photo: Photo, reason: str) -> None:
    done = publishing.withdraw_photo(photo, by=request.user, reason=reason)
    photo.refresh_from_db()
    if done.is_news:
        told = f"Withdrawn from {_places(done.places)}."
        _log(request, photo, f"{told} {photo.withdrawal_reason}")
        messages.success(request, told)
    elif "reason" in request.POST:
        messages.warning(request, f"It is withdrawn already. {photo.withdrawal}")


def _places(count: int) -> str:
    return f"{count} place{'' if count == 1 else 's'}"


def _log(request: HttpRequest, photo: Photo, words: str) -> None:
    admin.site.get_model_admin(Photo).log_change(request, photo, words)


def _page(request: HttpRequest, photo: Photo, form: Any, *, status: int = 200) -> HttpResponse:
    stands = uses.of([photo], request.user)[photo.pk]
    context = {
        **admin.site.each_context(request),
        "title": "Withdrawn" if photo.is_withdrawn else TITLE,
        "opts": Photo._meta,
        "photo": photo,
        "form": form,
        **(_of_a_mark(request, photo) if photo.is_withdrawn else _before(request, photo)),
        "places": _places(len(stands)),
        "stands": uses.listed(stands) if stands else "",
    }
    return TemplateResponse(request, "admin/liveblog/photo/withdraw.html", context, status=status)


def _before(request: HttpRequest, photo: Photo) -> dict[str, Any]:
    ending = [post.pk for post in publishing.of_nothing_but(photo)]
    seen = visible_posts(request.user).filter(pk__in=ending)
    return {"small": thumbnail(photo), "ending": seen, "ending_count": len(ending)}


def _of_a_mark(request: HttpRequest, photo: Photo) -> dict[str, Any]:
    kept = storage.pictures()
    return {
        "address": kept.url(photo.stood_as) if photo.stood_as else "",
        "left": [kept.url(name) for name in storage.made_of(photo.stood_as)],
        "may_lift": may_lift_withdrawal(request.user, photo),
    }


def addresses() -> list[URLPattern]:
    return [
        path("<int:pk>/withdraw/", withdraw, name="liveblog_photo_withdraw"),
        path("<int:pk>/withdraw/lift/", lift, name="liveblog_photo_lift"),
    ]
