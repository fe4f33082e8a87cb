"""Where no script runs: a press asks a sheet's links, and it comes back with what they say."""

import re
from datetime import date
from typing import Any

from liveblog.desk import links
from liveblog.desk.forms.links import QuoteForm, token_of
from liveblog.desk.quotations import WORDS, is_of_another_link
from liveblog.desk.sheet import Sheet
from liveblog.embeds.sealing import sealed
from liveblog.embeds.snapshot import Captured


def ask(sheet: Sheet, *, by: Any) -> str:
    """Let the links of `sheet` that came alone, or in another's place, say what they say; what to
    tell of that. Why one does not is said at its field.

    Nothing is written: what was captured waits in the sheet, sealed. Call it once all is looked at.
    """
    _take_from_text(sheet)
    waiting = [form for form in _links_of(sheet) if _waits(form)]
    answers = links.asked((form.cleaned_data["url"] for form in waiting), blog=sheet.blog, by=by)
    captured = 0
    for form in waiting:
        answer = answers[form.cleaned_data["url"]]
        found = answer if isinstance(answer, Captured) else None
        filled = _filled(form, found)
        _put(sheet, form, filled)
        captured += found is not None
        if found is None:
            filled.add_error("url", str(answer))
    if captured:
        return "Fetched. Look at what is quoted, then press again: nothing is saved yet."
    return "" if waiting else _NONE


_NONE = (
    "No link here is to be fetched. Put it into the field “Link” and nothing beside it, or on a "
    "line of its own in the text; one in a sentence stays a plain link."
)
# As the text stands in its field: plain, or as the HTML of its paragraphs.
_ALONE = re.compile(
    r"^[ \t]*(?:<p>)?[ \t]*(https?://[^\s<>\"]{4,1000})[ \t]*(?:</p>)?[ \t]*\r?$\n?",
    re.IGNORECASE | re.MULTILINE,
)


def _take_from_text(sheet: Sheet) -> None:
    """A link on a line of its own becomes a card, as it does where a script runs."""
    text: str = sheet.words.data.get("body", "")
    urls = list(dict.fromkeys(_ALONE.findall(text)))
    forms = [_card_of(url) for url in urls]
    refused = {url for url, form in zip(urls, forms, strict=True) if not form.is_valid()}
    if len(refused) == len(urls):
        return
    data: Any = sheet.words.data.copy()  # type: ignore[attr-defined]
    data["body"] = _ALONE.sub(lambda line: line[0] if line[1] in refused else "", text).strip()
    sheet.words.data = data
    sheet.links += [form for form in forms if form.is_valid()]


def _card_of(url: str) -> QuoteForm:
    token = token_of("")
    return QuoteForm(None, {f"link-{token}-url": url}, token=token)


def _links_of(sheet: Sheet) -> list[QuoteForm]:
    forms = [*sheet.held_quotes, *sheet.links, sheet.new_quote]
    return [form for form in forms if form.is_bound and form.is_valid()]


def _waits(form: QuoteForm) -> bool:
    said = form.cleaned_data
    if not said["url"] or said["remove"]:
        return False
    if form.embed is None:
        return form.source is None and not any(said[name] for name in WORDS)
    return form.source is None or (form.lacks_its_words and form.source is form.embed)


def _filled(form: QuoteForm, captured: Captured | None) -> QuoteForm:
    """The same form, saying what was captured and what was typed; nothing of another address."""
    said = dict(form.cleaned_data)
    for name in WORDS:
        if not said[name] or is_of_another_link(form, name, said[name]):
            said[name] = getattr(captured, name) if captured else ""
    if captured:
        said |= {"url": captured.url, "captured": sealed(captured)}
    token = form.token or ("" if form.embed or not captured else token_of(""))
    fresh = QuoteForm(form.embed, None, token=token)
    sent = {fresh.add_prefix(name): _as_sent(value) for name, value in said.items()}
    return QuoteForm(form.embed, sent, token=token)


def _as_sent(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value or ""


def _put(sheet: Sheet, form: QuoteForm, filled: QuoteForm) -> None:
    """In the place of `form`; what came from the empty form is a card from now on."""
    if form is sheet.new_quote and filled.token:
        sheet.links.append(filled)
        filled = QuoteForm(None, None)
    for forms in (sheet.quotes, sheet.links):
        for place, each in enumerate(forms):
            if each is form:
                forms[place] = filled
