"""Links of a post, from their forms to what `publishing` takes."""

from typing import Any
from urllib.parse import urlsplit

from liveblog.desk.forms.links import TYPED, QuoteForm
from liveblog.embeds.snapshot import Captured
from liveblog.markup import is_blank
from liveblog.models import Embed, Photo

# What was captured with a link and is not typed: kept for as long as the link is the same.
_CAPTURED = ("provider", "aspect_ratio", "raw", "captured_at")
# When it was found gone is the row's own, which it keeps: it may be noted while this is written.
_HELD = ("thumbnail",)
# The old link's, not the new one's: empty where the link was changed and they were not.
_OF_THE_LINK: dict[str, Any] = {"title": "", "language": "", "posted_on": None}
# Each as it is where nothing is said.
WORDS = {"author": "", "handle": "", "text": "", **_OF_THE_LINK}


def quoted(forms: list[QuoteForm]) -> list[dict[str, Any]]:
    """The rows of `embeds` that say something."""
    rows = [_row(form) for form in forms if not form.cleaned_data["remove"]]
    return [row for row in rows if row["url"] or not is_blank(f"{row['text']}{row['title']}")]


def _row(form: QuoteForm) -> dict[str, Any]:
    row = {name: _typed(form, name) for name in TYPED} | _facts(form.source)
    return row | {"thumbnail": None} if form.cleaned_data["no_picture"] else row


def _typed(form: QuoteForm, name: str) -> Any:
    said = _said(form, name)
    is_strange = name in WORDS and is_of_another_link(form, name, said)
    return own_word(form, name) if is_strange else said


def own_word(form: QuoteForm, name: str) -> Any:
    """What is known of the typed address itself."""
    return getattr(form.source, name) if form.source is not None else WORDS[name]


def is_of_another_link(form: QuoteForm, name: str, said: Any) -> bool:
    """Whether the words `said` in the field are what another address than the typed one said.

    An address that was changed and put back has its own words again, though none of them, or none
    at all, stand in the fields by now.
    """
    was_said = [_plain(getattr(each, name)) for each in form.outdated]
    if form.source is not None:
        return _plain(said) != _plain(own_word(form, name)) and _plain(said) in was_said
    has_address = bool(form.cleaned_data["url"])
    was_captured = form.embed is not None and bool(form.embed.raw or form.embed.captured_at)
    if was_captured and name in _OF_THE_LINK and name not in form.changed_data:
        return has_address
    if name in ("author", "handle") and _is_of_that_account(form):
        return False
    return has_address and _plain(said) in was_said


def _is_of_that_account(form: QuoteForm) -> bool:
    """Whether the typed address names the account: another post of the same hand."""
    account = str(form.cleaned_data["handle"] or "").lstrip("@").partition("@")[0].casefold()
    path = urlsplit(form.cleaned_data["url"] or "").path.casefold().split("/")
    return bool(account) and account in (each.lstrip("@") for each in path)


def _said(form: QuoteForm, name: str) -> Any:
    # A page opened before an update has not every field.
    if form.was_asked(name):
        return form.cleaned_data[name]
    known = form.embed or form.source
    return getattr(known, name) if known is not None else form.cleaned_data[name]


def _plain(words: Any) -> str:
    return " ".join(str(words or "").split())


def _photo(pk: int | None) -> Photo | None:
    return Photo.objects.offered().filter(pk=pk).first() if pk else None


def _facts(source: Embed | Captured | None) -> dict[str, Any]:
    if source is None:
        return {}
    if isinstance(source, Embed):
        return {name: getattr(source, name) for name in (*_CAPTURED, *_HELD)}
    facts = {name: getattr(source, name) for name in _CAPTURED}
    return {**facts, "thumbnail": _photo(source.thumbnail_id)}
