"""A post's links and quotations in the admin: captured when they come alone, or typed by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from liveblog.admin.links import Asked, fill_in, is_bare, let_go, typed_in
from liveblog.admin.rows import PartMixin, PlacedRowForm, PlacedRows
from liveblog.desk.evidence import Evidence
from liveblog.desk.forms.links import refuse_odd
from liveblog.embeds.snapshot import is_same
from liveblog.models import Embed


class EmbedForm(PlacedRowForm):
    """`asked` is what the links that came alone, or in another's place, were found to say."""

    asked: Asked | None = None

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url:
            refuse_odd(url)
        return url if self.instance.pk is None or self.has_another_link else self.initial["url"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        found = self.asked and self.asked.captured.get((self["url"].value() or "").strip())
        if self.has_another_link:
            typed = typed_in(cleaned, self.changed_data)
            let_go(cleaned, self.instance)
            if found:
                fill_in(cleaned, self.instance, found)
            cleaned |= typed
        elif found and self.instance.pk is None and is_bare(cleaned):
            fill_in(cleaned, self.instance, found)
        if "gone_at" in self.changed_data:
            self.instance.gone_by_hand_at = timezone.now()
        if not any(cleaned.get(name) for name in ("url", "text", "title")):
            self.add_error("url", "Paste a link, or type what it says.")
        return cleaned

    @property
    def has_another_link(self) -> bool:
        typed = (self["url"].value() or "").strip()
        was: str = self.initial.get("url", "")
        is_changed = self.instance.pk is not None and "url" in self.changed_data
        return is_changed and not is_same(was, typed)


class Links(PlacedRows):
    """Another address is another link: its row is a new one, and nothing of the old is under it."""

    def save(self, commit: bool = True) -> list[Any]:
        gone = set(map(id, self.deleted_forms))
        held: list[Any] = self.initial_forms
        for form in held:
            if id(form) not in gone and form.has_another_link:
                Embed.objects.filter(pk=form.instance.pk).delete()
                form.instance.pk, form.instance._state.adding = None, True
        return super().save(commit)


class EmbedInline(PartMixin, admin.StackedInline):
    model = Embed
    form = EmbedForm
    formset = Links
    verbose_name = "link"
    verbose_name_plural = "links and quotations"
    fields = (
        "place",
        "url",
        "evidence",
        ("author", "handle"),
        "title",
        "text",
        ("language", "posted_on"),
        ("thumbnail", "aspect_ratio"),
        "gone_at",
    )
    readonly_fields = ("evidence",)
    autocomplete_fields = ("thumbnail",)

    @admin.display(description="evidence")
    def evidence(self, embed: Embed) -> str:
        """What was captured, when, and whether it says so still; with the way to all of it."""
        if embed.pk is None:
            return "Asked when it is saved, if the link comes alone."
        blog = embed.post.blog
        with timezone.override(blog.zone):
            known = {"evidence": Evidence(embed), "blog": blog, "post": embed.post}
            return render_to_string("liveblog/desk/parts/evidence.html", known)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.asked = getattr(request, "asked_links", None)
        return formset
