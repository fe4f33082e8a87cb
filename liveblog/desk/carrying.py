"""Pictures' words and links over a colleague's change: each answer goes to what it was about."""

import re
from typing import Any

from django.utils.datastructures import MultiValueDict

from liveblog.desk.forms.links import TYPED, QuoteForm
from liveblog.desk.forms.pictures import WORDS, ShownPictureForm
from liveblog.desk.merging import settle
from liveblog.desk.proposal import Field, meet_text
from liveblog.desk.sheet import Sheet
from liveblog.models import Embed, Photo

Data = MultiValueDict[str, Any]
Says = tuple[str, ...]
Seen = dict[str, Any]
# No number of a photo is longer than a database's.
_CAPTION = re.compile(r"shown-([0-9]{1,18})-caption")
_LABELS = {"caption": "Caption", "alt_text": "Alt text", "credit": "Credit"}
_ORDERED = {
    "theirs": "The pictures are now in their order.",
    "mine": "Your order of the pictures stands.",
    "both": "You both changed the order of the pictures: yours stands.",
}


def pictures(sheet: Sheet, seen: Seen) -> list[Field]:
    """Words of a picture that only the colleague changed are theirs; of one now gone, shown."""
    before = {each["file"]: each for each in seen.get("photos", ())}
    # They took it out: it is out, though this sheet still names it.
    sheet.shown = [each for each in sheet.shown if not (each.is_new and _file(each) in before)]
    return words_of(sheet.shown, MultiValueDict(sheet.words.data), seen)


def words_of(forms: list[Any], data: Data, seen: Seen) -> list[Field]:
    """The same for whatever `forms` ask of the pictures; `data` holds all that was typed."""
    before = {each["file"]: each for each in seen.get("photos", ())}
    found = []
    for place, form in enumerate(forms):
        stood = before.get(_file(form))
        if form.is_bound and stood is not None:
            which = f" of picture {place + 1}" if len(forms) > 1 else ""
            met, answers = _words(form, stood, which)
            found += met
            forms[place] = form.again(_with(form.data, answers))
    return [*found, *_words_of_gone(data, forms, before)]


def order(sheet: Sheet, seen: Seen, newer: dict[str, Any]) -> list[str]:
    """What is said of the pictures' order; one that only the colleague changed is followed."""
    now = [each["file"] for each in newer["photos"]]
    sides = ([each["file"] for each in seen.get("photos", ())], now, list(map(_file, sheet.shown)))
    common = set(sides[0]).intersection(*sides)
    fate = settle(*([file for file in side if file in common] for side in sides)).fate
    if fate == "theirs":
        places = {file: place for place, file in enumerate(now)}
        sheet.shown.sort(key=lambda form: places.get(_file(form), len(now)))
    return [_ORDERED[fate]] if fate in _ORDERED else []


def _file(form: ShownPictureForm) -> str:
    return form.shown.photo.file.name or ""


def _words(
    form: ShownPictureForm, stood: dict[str, Any], which: str
) -> tuple[list[Field], dict[str, str]]:
    """How its words were met, and what its fields are to hold. `which` names it among several."""
    photo, data = form.shown.photo, MultiValueDict(form.data)
    found, answers = [], {}
    for word, label in _LABELS.items():
        name = form.add_prefix(word)
        if name not in data:
            continue
        is_caption = word == "caption"
        theirs = form.shown.text if is_caption else getattr(photo, word)
        typed = _typed(data, name)
        # The revision holds what readers saw: an empty caption is the picture's own.
        mine = typed or photo.caption if is_caption else typed
        if word in form.fields:
            met = meet_text(name, label + which, stood[word], theirs, mine)
            found.append(met)
            fate = settle(stood[word], theirs, mine).fate
            answers[name] = {"theirs": theirs, "both": met.answers[name][0]}.get(fate, typed)
        elif _is_unheard(stood[word], theirs, mine):
            found.append(_beside(label + which, stood[word], theirs, mine))
    return found, answers


def _is_unheard(stood: str, theirs: str, mine: str) -> bool:
    """Of a word that the form does not ask any more: they filled it in, and the library has it."""
    return mine not in ("", stood, theirs)


def _has_unheard(form: ShownPictureForm, stood: dict[str, Any], data: Data) -> bool:
    return any(
        _is_unheard(stood[word], getattr(form.shown.photo, word), _typed(data, name))
        for word in WORDS
        if word not in form.fields and (name := form.add_prefix(word)) in data
    )


def _words_of_gone(data: Data, forms: list[Any], before: dict[str, dict[str, Any]]) -> list[Field]:
    held = {form.shown.photo_id for form in forms}
    given = [int(named[1]) for named in map(_CAPTION.fullmatch, data) if named]
    found = []
    for photo in Photo.objects.filter(pk__in=[pk for pk in given if pk not in held]):
        if f"shown-{photo.pk}-remove" in data:
            continue
        stood = before.get(photo.file.name or "", {})
        for word, label in _LABELS.items():
            mine, was = _typed(data, f"shown-{photo.pk}-{word}"), stood.get(word, "")
            if mine and mine not in (was, getattr(photo, word)):
                found.append(_beside(f"{label} of a picture they took out", was, "", mine))
    return found


def quotes(sheet: Sheet, seen: Seen) -> list[Field]:
    """Answers are numbered by the links as the editor saw them: number them by those of now."""
    left = {n: _says(each) for n, each in enumerate(seen.get("embeds", ()), start=1)}
    held = [(place, form.embed) for place, form in enumerate(sheet.quotes) if form.embed]
    now = [_says({name: getattr(embed, name) for name in TYPED}) for _, embed in held]
    if not left or list(left.values()) == now:
        return []
    data: Data = MultiValueDict(sheet.words.data)
    for (place, embed), says in zip(held, now, strict=True):
        number = next((each for each, stood in left.items() if stood == says), None)
        left.pop(number or 0, None)
        sheet.quotes[place] = _renumbered(embed, data, number)
    found = [_lost(data, number, stood, now) for number, stood in left.items()]
    return [each for each in found if each is not None]


def leave_out_links_sent(sheet: Sheet, sent: dict[str, Any]) -> None:
    """The new links of a sheet that is sent again, and that stand in its post since the first."""
    there = {_says(each) for each in sent["embeds"]}
    sheet.links = [each for each in sheet.links if _says(each.cleaned_data) not in there]
    if sheet.new_quote.is_bound and _says(sheet.new_quote.cleaned_data) in there:
        sheet.quotes[-1] = QuoteForm(None, None)


def has_lost(sheet: Sheet, seen: Seen) -> bool:
    """Whether something was typed about a picture or a link that is not in the post any more."""
    before = {each["file"]: each for each in seen.get("photos", ())}
    data: Data = MultiValueDict(sheet.words.data)
    embeds = [form.embed for form in sheet.quotes if form.embed]
    now = [_says({name: getattr(embed, name) for name in TYPED}) for embed in embeds]
    links = enumerate(map(_says, seen.get("embeds", ())), start=1)
    lost = [_lost(data, n, stood, now) for n, stood in links if f"quote-{n}-remove" not in data]
    pictures = [(form, before[_file(form)]) for form in sheet.shown if _file(form) in before]
    unheard = any(_has_unheard(form, stood, data) for form, stood in pictures)
    return any(lost) or unheard or bool(_words_of_gone(data, sheet.shown, before))


def _says(embed: dict[str, Any]) -> Says:
    return tuple(str(embed.get(name) or "").strip() for name in TYPED)


def _renumbered(embed: Embed, data: Data, number: int | None) -> QuoteForm:
    """Without a number it was changed or came meanwhile: it is shown as it stands."""
    if number is None:
        return QuoteForm(embed, None)
    own = f"quote-{number}-"
    given = {name.removeprefix(own): data[name] for name in data if name.startswith(own)}
    kept: Data = MultiValueDict({name: data.getlist(name) for name in data if own not in name})
    return QuoteForm(embed, _with(kept, {f"quote-{embed.order}-{k}": given[k] for k in given}))


def _lost(data: Data, number: int, stood: Says, now: list[Says]) -> Field | None:
    """What was typed about a link that the colleague changed too, or took out."""
    names = zip(TYPED, stood, strict=True)
    mine = tuple(_typed(data, f"quote-{number}-{name}", was) for name, was in names)
    if mine == stood or mine in now:
        return None
    theirs = now[number - 1] if number <= len(now) else ()
    lines = ("\n".join(filter(None, each)) for each in (stood, theirs, mine))
    return _beside("A link that you both changed", *lines)


def _beside(label: str, before: str, theirs: str, mine: str) -> Field:
    """No field of the form is its place any more: it stands beside, to copy from."""
    return Field(
        label=label,
        fate="both",
        before=before,
        theirs=theirs,
        mine=mine,
        is_text=True,
        asks=[f"{label}: theirs stands, and your words are here to copy from."],
    )


def _typed(data: Data, name: str, otherwise: str = "") -> str:
    return str(data.get(name, otherwise)).replace("\r\n", "\n").strip()


def _with(data: Any, answers: dict[str, Any]) -> Data:
    fresh: Data = MultiValueDict(data)
    for name, value in answers.items():
        fresh[name] = value
    return fresh
