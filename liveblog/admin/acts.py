"""Correct, retract, restore, send back: each a page with the words that go with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from liveblog import markup, publishing
from liveblog.admin.badges import address_of
from liveblog.admin.base import words_of
from liveblog.admin.forms import WatchedForm
from liveblog.desk import overtaken
from liveblog.models import Correction, Post
from liveblog.models.fields import MarkupFormField
from liveblog.permissions import (
    User,
    access,
    may_correct,
    may_publish,
    may_restore,
    may_retract,
    may_use_newsroom,
    require,
    visible_posts,
)


class ActForm(WatchedForm):
    """The post as the editor sees it here, and the words that the act needs."""

    class Meta:
        model = Post
        fields: list[str] = []


class CorrectForm(ActForm):
    kind = forms.ChoiceField(
        initial=Correction.Kind.CORRECTION,
        choices=[(k, k.label) for k in Correction.Kind if k != Correction.Kind.RETRACTION],
        help_text="A correction puts right what was wrong; a clarification, what misled.",
    )
    text = forms.CharField(
        label="What was wrong, and what is right",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Readers see it under the post and in the public log.",
    )
    body = MarkupFormField(
        label="The text, put right", required=False, widget=forms.Textarea(attrs={"rows": 10})
    )

    class Meta(ActForm.Meta):
        fields = ["headline", "body"]

    field_order = ["kind", "text", "headline", "body"]

    def act(self, by: User) -> None:
        content = {n: self.cleaned_data[n] for n in ("headline", "body") if n in self.changed_data}
        publishing.correct(
            self.instance,
            by=by,
            kind=self.cleaned_data["kind"],
            text=self.cleaned_data["text"],
            **content,
        )


class RetractForm(ActForm):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Readers see it in the post's place. Its words go from every page and feed.",
    )

    def act(self, by: User) -> None:
        reason = self.cleaned_data["reason"]
        overtaken.refuse_if_done(self.instance, "retracted", by=by, words=reason)
        publishing.retract(self.instance, by=by, reason=reason)


class RestoreForm(ActForm):
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Readers see it under the post. Empty: “This update was withdrawn and has been "
        "reinstated.”",
    )

    def act(self, by: User) -> None:
        reason = self.cleaned_data["reason"]
        overtaken.refuse_if_done(self.instance, "restored", by=by, words=reason)
        publishing.restore(self.instance, by=by, reason=reason)


class SendBackForm(ActForm):
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For its author: what is missing? It stands in the post's history.",
    )

    def act(self, by: User) -> None:
        note = self.cleaned_data["note"]
        overtaken.refuse_if_done(self.instance, "sent back", by=by, words=note)
        publishing.send_back(self.instance, by=by, note=note)


@dataclass(frozen=True)
class Act:
    """One page: who may, on which posts, what it is called, what it says when it is done.

    `brings_back`: readers have it again, and what its pictures' licences say is told.
    """

    form: type[Any]
    may: Callable[[User, Any], bool]
    fits: Callable[[Post], bool]
    title: str
    done: str
    brings_back: bool = False


def _waits(post: Post) -> bool:
    return post.status in (Post.Status.SUBMITTED, Post.Status.SCHEDULED)


ACTS = {
    "correct": Act(
        CorrectForm,
        may_correct,
        lambda post: post.is_published,
        "Correct in public",
        "Corrected. Readers see the note under the post.",
    ),
    "retract": Act(
        RetractForm,
        may_retract,
        lambda post: post.is_published,
        "Retract",
        "Retracted. Readers see the reason in its place.",
    ),
    "restore": Act(
        RestoreForm,
        may_restore,
        lambda post: post.is_retracted,
        "Restore",
        "Restored. The post stands in its place again.",
        brings_back=True,
    ),
    "send_back": Act(
        SendBackForm, may_publish, _waits, "Send back", "Sent back to its author as a draft."
    ),
}


@never_cache
@require_http_methods(["GET", "POST"])
@access(may_use_newsroom)
def act_on_post(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The page of one act on one post."""
    act = ACTS[name]
    post = get_object_or_404(visible_posts(request.user).select_related("blog"), pk=pk)
    require(act.may(request.user, post.blog))
    if request.method == "GET":
        return _page(request, post, act, act.form(instance=post))
    try:
        with publishing.change(by=request.user, blogs=[post.blog]):
            form = _sent(request, post, act)
            if form.is_valid():
                form.act(request.user)
                form.refuse_if_overtaken()
    except (ValidationError, publishing.NotPossible) as refusal:
        form = _sent(request, post, act, refusals=words_of(refusal))
    if not form.is_valid():
        return _page(request, post, act, form)
    messages.success(request, act.done)
    for warning in publishing.warnings(form.instance) if act.brings_back else ():
        messages.warning(request, warning)
    return redirect("admin:liveblog_post_change", pk)


def _sent(request: HttpRequest, post: Post, act: Act, refusals: Any = ()) -> Any:
    """The form as sent, on the post as it stands now."""
    fresh = Post.objects.select_related("blog").get(pk=post.pk)
    form = act.form(request.POST, instance=fresh)
    form.zone, form.refusals = fresh.blog.zone, refusals
    return form


def _page(request: HttpRequest, post: Post, act: Act, form: Any) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": act.title,
        "act": act,
        "post": Post.objects.with_parts().select_related("blog").get(pk=post.pk),
        # What was typed is shown again, fitting or not.
        "fits": form.is_bound or act.fits(post),
        "form": form,
        "opts": Post._meta,
        "public_address": address_of(post),
        "words": markup.plain(post.body),
    }
    return TemplateResponse(request, "admin/liveblog/act.html", context)


def addresses() -> list[URLPattern]:
    return [
        path(f"<int:pk>/{name}/", act_on_post, {"name": name}, name=f"liveblog_post_{name}")
        for name in ACTS
    ]
