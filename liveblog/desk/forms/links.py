"""A post's links and quotations."""

import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.functional import cached_property

from liveblog.desk.evidence import Evidence
from liveblog.embeds import bounds
from liveblog.embeds.addresses import refuse_unopenable
from liveblog.embeds.errors import NotEmbeddable
from liveblog.embeds.providers import provider_of
from liveblog.embeds.sealing import sealed, unsealed
from liveblog.embeds.snapshot import Captured, is_same
from liveblog.models import Embed

# What an editor may type or mend by hand; the rest of an embed is what was captured.
TYPED = ("url", "author", "handle", "title", "text", "language", "posted_on")
# By a language's name, in English and in its own words ("armenian", "հայերեն").
_CODES = {
    said[name].casefold(): code
    for code, said in LANG_INFO.items()
    for name in ("name", "name_local")
    if name in said
}
_TOKEN = re.compile(r"[a-z0-9]{4,20}")
# What the page's script puts a new link's own name in place of.
ANY_NAME = "TOKEN"


class QuoteForm(forms.Form):
    """A link, and what it says: of `embed`, of the new link called `token`, or of the empty form.

    `captured` is what its source said, sealed: words that an editor did not change are its words.
    """

    url = forms.URLField(
        label="Link",
        required=False,
        max_length=1000,
        assume_scheme="https",
        error_messages={"invalid": "Paste the whole link, as in https://example.org/story."},
    )
    author = forms.CharField(required=False, max_length=200, help_text="The name on the account.")
    handle = forms.CharField(required=False, max_length=200, help_text="With its @.")
    title = forms.CharField(
        required=False, max_length=500, help_text="Of a video, a chart or an article."
    )
    text = forms.CharField(
        label="Quoted text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Word for word.",
    )
    language = forms.CharField(
        required=False, max_length=35, help_text="Of the quoted text, as in “en”, “hy”, “pt-BR”."
    )
    posted_on = forms.DateField(
        label="Posted on",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Give the day as in 2026-11-24."},
    )
    captured = forms.CharField(required=False, widget=forms.HiddenInput)
    no_picture = forms.BooleanField(label="Show it without its picture", required=False)
    remove = forms.BooleanField(label="Take this link out of the post", required=False)

    def __init__(
        self, embed: Embed | None, data: Mapping[str, Any] | None, *, token: str = ""
    ) -> None:
        self.embed, self.token = embed, token
        kind = f"link-{token}" if token else f"quote-{embed.order if embed else 'new'}"
        known = data if data is not None and (token or f"{kind}-url" in data) else None
        initial = {name: getattr(embed, name) for name in TYPED} if embed else {}
        super().__init__(known, prefix=kind, initial=initial)

    def show(self, captured: Captured) -> None:
        """Fill in what was captured."""
        words = {name: getattr(captured, name) for name in TYPED}
        self.initial = {**self.initial, **words, "captured": sealed(captured)}
        self.answered = captured

    @property
    def source_said(self) -> str:
        """As JSON: by it the page's scripts know which words of a card were typed."""
        source = self.source if isinstance(self.source, Captured) else None
        return json.dumps({name: str(getattr(source, name) or "") for name in TYPED if source})

    @property
    def lacks_its_words(self) -> bool:
        """A link in the post that was never captured, and of which nothing was typed either."""
        return self.embed is not None and self.embed.is_bare and not self.embed.raw

    @cached_property
    def evidence(self) -> Evidence | None:
        """Of a link that stands in the post."""
        return Evidence(self.embed) if self.embed is not None else None

    @property
    def is_open(self) -> bool:
        """Unfolded where something was typed or is wrong."""
        return bool(self.errors) or (self.embed is None and not self.token and self.has_changed())

    def was_asked(self, name: str) -> bool:
        """Whether the page that was sent had this field; one opened before an update may not."""
        return self.add_prefix(name) in self.data

    @property
    def source(self) -> Embed | Captured | None:
        """What the link was when it was captured, as long as it is the same link."""
        known: list[Embed | Captured] = [self.embed] if self.embed is not None else []
        if self.answered is not None and self.answered.raw:
            # What was captured with a link that stands in the post is not captured over.
            known.insert(0 if self.lacks_its_words else len(known), self.answered)
        return next((each for each in known if is_same(each.url, self._link)), None)

    @property
    def outdated(self) -> list[Embed | Captured]:
        """What stood in these fields of other links than the one that is typed now."""
        captured = self.embed if self.embed is not None and self.embed.raw else None
        known = [each for each in (captured, self.answered) if each is not None]
        return [each for each in known if not is_same(each.url, self._link)]

    @cached_property
    def answered(self) -> Captured | None:
        """What was asked last for these fields; without `raw`, there was no answer."""
        return unsealed(self["captured"].value() or "")

    @property
    def _link(self) -> str:
        """As it will be kept: a space that came with it makes no other link of it."""
        typed = str(self["url"].value() or "")
        try:
            return str(self.fields["url"].to_python(typed))
        except forms.ValidationError:
            return typed

    @property
    def preview(self) -> Embed:
        """As readers would see it, as far as it is filled in."""
        source = self.source
        if self.embed is not None and (source is self.embed or not (source or self.is_bound)):
            return self.embed
        said = {name: self[name].value() for name in TYPED if self[name].value()}
        said["url"] = bounds.url(said.get("url"))
        said["posted_on"] = bounds.day(str(said.get("posted_on", "")))
        if isinstance(source, Captured):
            picture = None if self["no_picture"].value() else source.thumbnail_id
            said |= {"aspect_ratio": source.aspect_ratio, "thumbnail_id": picture}
        return Embed(**said, provider=provider_of(said["url"]).slug)

    @property
    def has_picture(self) -> bool:
        return bool(self.source and self.source.thumbnail_id)

    def clean_url(self) -> str:
        """One that differs from the link in the post by what tracks alone is that link."""
        url: str = self.cleaned_data["url"]
        if url:
            refuse_odd(url)
        return self.embed.url if self.embed is not None and is_same(self.embed.url, url) else url

    def clean_text(self) -> str:
        """Word for word: a browser's own line ends are no other words."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean_language(self) -> str:
        typed = str(self.cleaned_data["language"]).strip()
        code = _CODES.get(typed.casefold()) or bounds.language(typed)
        if typed and not code:
            raise forms.ValidationError("Give the language's code, as in “en”, “hy” or “pt-BR”.")
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = data.get("author") or data.get("handle")
        # A page opened before an update has no such field.
        titled = data.get("title") or (self.embed is not None and self.embed.title)
        if named and not titled and not (data.get("url") or data.get("text") or self.errors):
            self.add_error("url", "Give the link, or the words that are quoted.")
        return data


def new_links(said: Mapping[str, Any] | None, data: Mapping[str, Any] | None) -> list[QuoteForm]:
    """A form for each link that `said` names in its list `links`, in order; `data` binds them."""
    named = said.getlist("links") if said is not None else []  # type: ignore[attr-defined]
    tokens = dict.fromkeys(token for token in named if _TOKEN.fullmatch(token))
    return [QuoteForm(None, data, token=token) for token in tokens]


def refuse_odd(url: str) -> None:
    """Raise ValidationError, saying what to do, where no reader is to be given this link."""
    try:
        refuse_unopenable(url)
    except NotEmbeddable as refused:
        raise forms.ValidationError(str(refused)) from None


def token_of(asked: str) -> str:
    """`asked` where it can name a link, else a new name."""
    return asked if _TOKEN.fullmatch(asked) else secrets.token_hex(5)
