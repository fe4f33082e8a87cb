"""Links on a sheet are asked what they say: all at a press, where no script runs, and each that
stands in the post when its address is another.
"""

import re
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from liveblog.desk import links
from liveblog.desk.finding import of_visible_blog
from liveblog.desk.forms.links import QuoteForm, token_of
from liveblog.desk.keeping import post_meant
from liveblog.desk.quotations import WORDS, is_of_another_link, own_word
from liveblog.desk.sheet import Sheet
from liveblog.embeds.errors import NotCaptured
from liveblog.embeds.providers import provider_of
from liveblog.embeds.sealing import sealed
from liveblog.embeds.snapshot import Captured
from liveblog.keys import key_in
from liveblog.models import Blog, Post
from liveblog.permissions import access, may_use_newsroom


def ask(sheet: Sheet, *, by: Any) -> str:
    """Let the links of `sheet` that came alone, or in another's place, say what they say; what to
    tell of that. Why one does not is said at its field.

    Nothing is written: what was captured waits in the sheet, sealed. Call it once all is looked at.
    """
    _take_from_text(sheet)
    for form in _links_of(sheet):
        if _is_put_back(form):
            _put(sheet, form, _filled(form, None))
    waiting = [form for form in _links_of(sheet) if _waits(form)]
    answers = links.asked((form.cleaned_data["url"] for form in waiting), blog=sheet.blog, by=by)
    captured = 0
    for form in waiting:
        filled, reason = _heard(form, answers[form.cleaned_data["url"]])
        _put(sheet, form, filled)
        captured += not reason
        if reason:
            filled.add_error("url", reason)
    if captured:
        return "Fetched. Look at what is quoted, then press again: nothing is saved yet."
    return "" if waiting else _NONE


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def again(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The card of the link `held` in `post`, as its fields say, with what its address says; its own
    words, and nobody is asked, where the address is that of the post again. 422 where it does not
    answer; the card says why. Nothing is written.
    """
    post = post_meant(request, blog)
    form = _held(post, request) if post is not None else None
    if form is None:
        raise Http404("This link is not in the post any more.")
    if not form.is_valid():
        return _card(request, blog, post, form, reason=_wrong(form))
    if not _waits(form):
        return _card(request, blog, post, _filled(form, None))
    (answer,) = links.asked([form.cleaned_data["url"]], blog=blog, by=request.user).values()
    filled, reason = _heard(form, answer)
    return _card(request, blog, post, filled, reason=reason)


def _wrong(form: QuoteForm) -> str:
    return " ".join(str(each) for errors in form.errors.values() for each in errors)


def _held(post: Post, request: HttpRequest) -> QuoteForm | None:
    """By its row and its place: where a colleague has moved it, its fields are another's now."""
    embed = post.embeds.filter(pk=key_in(request.POST.get("embed", "")) or 0).first()
    form = QuoteForm(embed, request.POST) if embed is not None else None
    return form if form is not None and form.prefix == request.POST.get("held") else None


def _card(
    request: HttpRequest, blog: Blog, post: Post | None, form: QuoteForm, *, reason: str = ""
) -> HttpResponse:
    context = {"form": form, "blog": blog, "post": post, "reason": reason}
    status = 422 if reason else 200
    return render(request, "liveblog/desk/parts/quote.html", context, status=status)


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


def _is_put_back(form: QuoteForm) -> bool:
    """An address that was another one meanwhile, and is that of the post again."""
    return form.embed is not None and form.source is form.embed and bool(form.outdated)


def _heard(form: QuoteForm, answer: Captured | NotCaptured) -> tuple[QuoteForm, str]:
    """The form with what was captured; or without the old words, and why it says nothing."""
    if isinstance(answer, Captured):
        return _filled(form, answer), ""
    # Remembered, so that the words of the old address are known when it is put back.
    url = form.cleaned_data["url"]
    nothing = Captured(url, provider_of(url).slug) if form.embed is not None else None
    return _filled(form, nothing), str(answer)


def _filled(form: QuoteForm, captured: Captured | None) -> QuoteForm:
    """The same form, saying what was captured and what was typed; nothing of another address."""
    said = dict(form.cleaned_data)
    for name in WORDS:
        if captured and (not said[name] or is_of_another_link(form, name, said[name])):
            said[name] = getattr(captured, name)
        elif is_of_another_link(form, name, said[name]):
            said[name] = own_word(form, name)
    said["captured"] = sealed(captured) if captured else ""
    if captured:
        said["url"] = captured.url
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
