"""Where an editor's form meets a colleague's revision: the form is filled with what both left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from liveblog import markup
from liveblog.desk import carrying
from liveblog.desk.forms.pictures import CorrectedPictureForm
from liveblog.desk.forms.words import PostForm
from liveblog.desk.merging import UNKNOWN, settle_ticks
from liveblog.desk.overtaken import Overtaken
from liveblog.desk.people import named
from liveblog.desk.proposal import Answers, Asked, Field, Proposal, meet, meet_text
from liveblog.desk.sheet import Sheet
from liveblog.models import Blog, Contributor, Post, Revision, Topic

Content = dict[str, Any]
_TIME = "Time shown"


def over_sheet(sheet: Sheet, post: Post, newer: Revision) -> Proposal:
    """The bound `sheet` holds both sides' words, and stands over `newer`."""
    sheet.show_again(revision=newer.pk)
    seen = _seen(post, sheet.revision)
    found = [_line_of("headline", "Headline", seen, newer.content, sheet.words)]
    found.append(_body_of(seen, newer.content, sheet.words))
    theirs, mine = _standing(newer.content, sheet.words), _typed_standing(sheet.words)
    before = _standing(seen, sheet.words) if seen is not None else {}
    for name, asked in _asked(sheet.words).items():
        found.append(meet(asked, before.get(name, UNKNOWN), theirs[name], mine[name]))
    for each in found:
        _fill(sheet.words, each.answers)
    found += carrying.pictures(sheet, seen or {}) + carrying.quotes(sheet, seen or {})
    order = carrying.order(sheet, seen or {}, newer.content)
    return _proposal(newer, found, news=_news(seen, newer.content) + order, by=sheet.user)


def over_sent(sheet: Sheet, post: Post, newer: Revision, *, seen: Revision | None) -> Proposal:
    """The same for a composer's sheet that is sent again: `post` is what its first sending made.

    `seen` is what this page has sent itself. Where another page was first, nobody knows what both
    began with, and what either says is kept.
    """
    first = post.revisions.order_by("pk")[:1].get()
    stood = {"revision": [str(seen.pk) if seen else ""]}
    if not sheet.words["at"].value() and first.content["published_at"]:
        # Empty, it meant the moment of the first sending.
        at = _shown(sheet.words, datetime.fromisoformat(first.content["published_at"]))
        stood["at"] = [at]
    _fill(sheet.words, stood)
    proposal = over_sheet(sheet, post, newer)
    carrying.leave_out_links_sent(sheet, first.content)
    return proposal


def with_own_time(sheet: Sheet, proposal: Proposal, *, at: str) -> Proposal:
    """For words that can only go out as an update of their own: its time is the one typed here."""
    _fill(sheet.words, {"at": [at]})
    fields = [each for each in proposal.fields if each.label != _TIME]
    return replace(proposal, fields=fields)


def refuse_if_lost(sheet: Sheet, post: Post, newer: Revision | None) -> None:
    """Raise Overtaken where `newer` has no place for what was typed; ask after it was saved."""
    seen = _seen(post, sheet.revision) if newer is not None else None
    if newer is not None and seen is not None and carrying.has_lost(sheet, seen):
        raise Overtaken(newer)


def over_correction(
    form: forms.Form, pictures: list[CorrectedPictureForm], post: Post, newer: Revision
) -> Proposal:
    """The same for the words that a correction mends; its note is nobody else's."""
    seen = _seen(post, form.cleaned_data["revision"])
    found = [
        _line_of("headline", "Headline", seen, newer.content, form),
        _body_of(seen, newer.content, form),
    ]
    for each in found:
        _fill(form, {**each.answers, "revision": [str(newer.pk)]})
    found += carrying.words_of(pictures, MultiValueDict(form.data), seen or {})
    return _proposal(newer, found, news=_news(seen, newer.content))


def over_head(form: forms.BaseForm, blog: Blog, newer: Revision) -> Proposal:
    """The same for the words at the top of the blog."""
    shown = blog.revisions.filter(pk=form.cleaned_data["revision"]).first()
    seen = shown.content["head"] if shown else None
    head = newer.content["head"]
    found = [
        _line_of("title", "Title", seen, head, form),
        _text_of("standfirst", "Standfirst", seen, head, form),
    ]
    if "closing_line" in form.fields:
        found.append(_line_of("closing_line", "Closing line", seen, head, form))
    for each in found:
        _fill(form, {**each.answers, "revision": [str(newer.pk)]})
    return _proposal(newer, found)


def _proposal(
    newer: Revision, found: list[Field], *, news: list[str] | None = None, by: Any = None
) -> Proposal:
    differing = [each for each in found if each.fate != "agreed"]
    who = "you (on another page)" if by and newer.made_by == by else named(newer.made_by)
    return Proposal(who, newer.made_at, differing, news or [])


def _seen(post: Post, revision: int | None) -> Content | None:
    """What the editor saw, where it is known."""
    found = post.revisions.filter(pk=revision).first() if revision else None
    return found.content if found else None


def _fill(form: forms.BaseForm, answers: Answers) -> None:
    data = MultiValueDict(form.data)
    for name, values in answers.items():
        data.setlist(form.add_prefix(name), values)
        if not values:
            del data[form.add_prefix(name)]
    form.data = data


def _typed(form: forms.BaseForm, name: str) -> str:
    return str(form.cleaned_data.get(name) or "").replace("\r\n", "\n")


def _line_of(
    name: str, label: str, seen: Content | None, newer: Content, form: forms.BaseForm
) -> Field:
    asked = Asked(label, str, lambda value: {name: [value]}, is_text=True)
    before = UNKNOWN if seen is None else seen.get(name, "")
    return meet(asked, before, newer.get(name, ""), _typed(form, name))


def _text_of(
    name: str, label: str, seen: Content | None, newer: Content, form: forms.BaseForm
) -> Field:
    before = UNKNOWN if seen is None else markup.as_typed(seen[name])
    return meet_text(name, label, before, markup.as_typed(newer[name]), _typed(form, name))


def _body_of(seen: Content | None, newer: Content, form: forms.BaseForm) -> Field:
    return _text_of("body", "Text", seen, newer, form)


def _asked(words: PostForm) -> dict[str, Asked]:
    """The fields of how a post stands, by the names that `_standing` gives their values."""
    topics = {each.slug: each for each in Topic.objects.all()}
    people = {each.slug: each for each in Contributor.objects.all()}
    marks = dict(Post.Verification.choices)
    places = [each.name for each in words.bylines]

    def in_places(slugs: tuple[str, ...]) -> Answers:
        known = [str(people[slug].pk) for slug in slugs if slug in people]
        return {name: [pk] for name, pk in zip(places, known + [""] * len(places), strict=False)}

    def ticked(slugs: frozenset[str]) -> Answers:
        return {"topics": [str(topics[slug].pk) for slug in sorted(slugs) if slug in topics]}

    return {
        "at": Asked(_TIME, _moment, lambda at: {"at": [at]}),
        "bylines": Asked("Bylines", _names(people), in_places, is_many=True),
        "verification": Asked(
            "Verification",
            lambda mark: str(marks.get(mark, "Not marked")),
            lambda mark: {"verification": [mark]},
        ),
        "is_key_event": Asked(
            "Key event",
            lambda key: "Yes" if key else "No",
            lambda key: {"is_key_event": ["on"] if key else []},
        ),
        "topics": Asked("Topics", _names(topics), ticked, settle=settle_ticks, is_many=True),
    }


def _names(known: dict[str, Any]) -> Callable[[Any], str]:
    """How slugs are said: by the names they stand for."""

    def names(slugs: Any) -> str:
        said = [known[slug].name if slug in known else slug for slug in slugs]
        # Parted by a dot of its own, so that a name is the same whatever follows it.
        return " · ".join(sorted(said) if isinstance(slugs, frozenset) else said)

    return names


def _moment(at: str) -> str:
    return at.replace("T", " ")


def _standing(content: Content, words: PostForm) -> dict[str, Any]:
    """How a post stood, in values that compare: the time as the form shows it, to the minute."""
    at = content["published_at"]
    return {
        "at": _shown(words, at and datetime.fromisoformat(at)),
        "bylines": tuple(each["slug"] for each in content["bylines"]),
        "verification": content["verification"],
        "is_key_event": content["is_key_event"],
        "topics": frozenset(each["slug"] for each in content["topics"]),
    }


def _typed_standing(words: PostForm) -> dict[str, Any]:
    said = words.cleaned_data
    people = {str(each.pk): each.slug for each in Contributor.objects.all()}
    topics = {str(each.pk): each.slug for each in Topic.objects.all()}
    chosen = dict.fromkeys(said.get(each.name) for each in words.bylines)
    return {
        "at": _shown(words, said.get("at")),
        "bylines": tuple(people[pk] for pk in chosen if pk in people),
        "verification": said.get("verification") or "",
        "is_key_event": bool(said.get("is_key_event")),
        "topics": frozenset(topics[pk] for pk in said.get("topics", ()) if pk in topics),
    }


def _shown(words: PostForm, at: Any) -> str:
    field = words.fields["at"]
    return field.widget.format_value(field.prepare_value(at)) or "" if at else ""


def _news(seen: Content | None, newer: Content) -> list[str]:
    """What else is new about the post, that the form takes as it stands."""
    if seen is None:
        return []
    said = []
    if seen["status"] != newer["status"]:
        said.append(f"The post is {Post.Status(newer['status']).label.lower()} now.")
    if set(map(_file, seen["photos"])) != set(map(_file, newer["photos"])):
        said.append("They added pictures or took some out: the form below has that too.")
    if seen["embeds"] != newer["embeds"]:
        said.append("The links are now as they left them.")
    for note in newer["corrections"][len(seen["corrections"]) :]:
        said.append(f"A note was published under it: “{note['text']}”")
    return said


def _file(photo: Content) -> str:
    return str(photo["file"])
