"""The list as it is sent: its HTML, and a name by which a page can say that it shows it already."""

from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from liveblog import conf
from liveblog.desk import timeline
from liveblog.desk.finding import address
from liveblog.desk.wanted import Wanted
from liveblog.models import Blog


@dataclass(frozen=True)
class NightList:
    """`seen` names what is shown; `address` is where a fresh one is asked for."""

    html: SafeString
    seen: str
    wanted: Wanted
    address: str
    poll_seconds: int


def list_of(request: HttpRequest, blog: Blog, *, beside: object) -> NightList:
    """As `request` filters it. `beside` is what else the answer shows: `seen` names that too."""
    wanted = Wanted.of(request.GET, blog, request.user)
    at_work = timeline.AtWork.in_blog(blog, besides=request.user)
    context = {
        "blog": blog,
        "wanted": wanted,
        "writing": at_work.on_new,
        "sections": timeline.sections(blog, request.user, wanted, at_work),
        "here": address("desk", blog),
    }
    html = render_to_string("liveblog/desk/parts/sections.html", context)
    # Rendered: a countdown or a colleague at work differs, though no post does.
    seen = sha256(f"{html}{beside!r}".encode()).hexdigest()[:16]
    where = address("desk_list", blog, place=wanted.query)
    return NightList(html, seen, wanted, where, conf.DESK_POLL_SECONDS)
