"""A post's links and quotations."""

from collections.abc import Mapping
from typing import Any

from django import forms

from liveblog.models import Embed


class QuoteForm(forms.Form):
    """A link, and what it says."""

    url = forms.URLField(
        label="Link",
        required=False,
        max_length=1000,
        assume_scheme="https",
        error_messages={"invalid": "Paste the whole link, as in https://example.org/story."},
    )
    author = forms.CharField(required=False, max_length=200, help_text="The name on the account.")
    handle = forms.CharField(required=False, max_length=200, help_text="With its @.")
    text = forms.CharField(
        label="Quoted text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Word for word.",
    )
    remove = forms.BooleanField(label="Take this link out of the post", required=False)

    def __init__(self, embed: Embed | None, data: Mapping[str, Any] | None) -> None:
        self.embed = embed
        prefix = f"quote-{embed.order if embed else 'new'}"
        known = data if data is not None and f"{prefix}-url" in data else None
        names = ("url", "author", "handle", "text")
        initial = {name: getattr(embed, name) for name in names} if embed else {}
        super().__init__(known, prefix=prefix, initial=initial)

    @property
    def is_open(self) -> bool:
        """Unfolded where something was typed or is wrong."""
        return bool(self.errors) or (self.embed is None and self.has_changed())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = data.get("author") or data.get("handle")
        titled = self.embed is not None and self.embed.title
        if named and not titled and not (data.get("url") or data.get("text") or self.errors):
            self.add_error("url", "Give the link, or the words that are quoted.")
        return data
