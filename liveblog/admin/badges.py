"""Small things that lists and forms show: a state, a moment, a list of links."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from liveblog.models import Blog


def badge(kind: str, words: str) -> str:
    return format_html('<span class="badge badge-{}">{}</span>', kind, words)


def joined(parts: Iterable[str]) -> str:
    return format_html_join(" ", "{}", ((part,) for part in parts))


def moment(at: datetime | None, zone: tzinfo) -> str:
    """As the clock of `zone` tells it, with the zone's name: "19 Sep 2023, 13:45 BST"."""
    return date_format(at.astimezone(zone), "j M Y, H:i T") if at else "–"


def link(address: str, words: str, *, of: str) -> str:
    """Short words for the eye; who only hears them hears of what."""
    form = '<a href="{}">{}<span class="visually-hidden">: {}</span></a>'
    return format_html(form, address, words, of)


def links(things: Iterable[Any]) -> str:
    """Each thing's own page in the admin, one a line."""
    return format_html_join(
        "", '<a class="line" href="{}">{}</a>', ((address_of_form(t), t) for t in things)
    )


def address_of(thing: Any) -> str | None:
    """Where readers find it, if the site gives it an address."""
    try:
        return str(thing.get_absolute_url())
    except NoReverseMatch:
        return None


def desk_of(blog: Blog) -> str | None:
    """The blog's desk; a site may leave the desk out."""
    try:
        return reverse("liveblog:desk", args=[blog.pk])
    except NoReverseMatch:
        return None


def address_of_form(thing: Any) -> str:
    """Its own page in the admin."""
    return reverse(f"admin:{thing._meta.label_lower.replace('.', '_')}_change", args=[thing.pk])
