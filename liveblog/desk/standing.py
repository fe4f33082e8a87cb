"""Where a blog stands, and what this user may do about it: the desk's head."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.text import Truncator

from liveblog import markup, permissions
from liveblog.desk.finding import address
from liveblog.desk.forms.head import CloseForm
from liveblog.desk.people import named
from liveblog.desk.timeline import SENT_BACK, Action
from liveblog.models import (
    Blog,
    Membership,
    Photo,
    PhotoCaption,
    PinnedExplainer,
    Post,
    PostQuerySet,
    Revision,
    Sighting,
)

_WORDS_SHOWN = 140
_JUST_NOW, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def scheduled_in(blog: Blog) -> PostQuerySet:
    """What would appear by itself from now on, the next first."""
    return blog.posts.scheduled().filter(published_at__gt=timezone.now()).oldest_first()


@dataclass(frozen=True)
class Member:
    """One place in the blog's team."""

    name: str
    role: str


@dataclass(frozen=True)
class Part:
    """One part of the story's head, the way to change it, and what it says now."""

    label: str
    address: str
    said: str


@dataclass(frozen=True)
class Coverage:
    """Each part is asked for when a page shows it: a poll wants the facts and no more."""

    user: Any
    blog: Blog

    @property
    def posts(self) -> int:
        return int(self._published["posts"])

    @property
    def waiting(self) -> int:
        """Those submitted for review; 0 for who may not publish them."""
        return int(self._published["waiting"]) if self.may_publish else 0

    @cached_property
    def sent_back(self) -> int:
        """One's own drafts that an editor gave back, and that one has not touched since."""
        if self.may_publish:
            return 0
        last = Revision.objects.filter(post=OuterRef("pk")).newest_first().values("act")[:1]
        own = self.blog.posts.drafts().filter(created_by=self.user.pk)
        return own.annotate(last_act=Subquery(last)).filter(last_act=SENT_BACK).count()

    @cached_property
    def may_publish(self) -> bool:
        return permissions.may_publish(self.user, self.blog)

    @property
    def last_at(self) -> datetime | None:
        """The time shown on the newest published post."""
        return self._published["last_at"]

    @property
    def last_is_today(self) -> bool:
        last = self.last_at
        return last is not None and timezone.localdate(last) == timezone.localdate()

    @property
    def seconds_ago(self) -> int:
        return int((timezone.now() - self.last_at).total_seconds()) if self.last_at else 0

    @property
    def ago(self) -> str:
        return ago(self.last_at) if self.last_at else ""

    @cached_property
    def originals(self) -> int:
        """How many originals are not as they were, and nobody has taken note."""
        posts = permissions.visible_posts_of(self.blog, self.user)
        return Sighting.objects.news().filter(embed__post__in=posts).count()

    @cached_property
    def run_out(self) -> list[Photo]:
        """The pictures of this story that readers see, and whose licence has ended."""
        if not self.blog.is_public:
            return []
        found = Photo.objects.run_out().read_in(self.blog)
        return list(found.only("pk").order_by("use_until", "pk"))

    @cached_property
    def may_run(self) -> bool:
        return permissions.may_run(self.user, self.blog)

    @cached_property
    def may_close(self) -> bool:
        return permissions.may_close(self.user, self.blog) and not self.blog.is_ended

    @cached_property
    def steps(self) -> list[Action]:
        """To end coverage is not here: it is asked twice."""
        if not permissions.may_open(self.user, self.blog):
            return []
        if self.blog.is_live:
            return [Action("Pause", address("desk_pause", self.blog))]
        return [Action(_OPEN[Blog.State(self.blog.state)], address("desk_open", self.blog))]

    @cached_property
    def close_form(self) -> CloseForm:
        return CloseForm(scheduled=list(scheduled_in(self.blog)))

    @cached_property
    def parts(self) -> list[Part]:
        """What of the head this user may change."""
        if not self.may_run:
            return []
        pinned = ", ".join(str(pin.explainer) for pin in self.pins)
        standfirst = markup.plain(self.blog.standfirst).replace("\n", " ")
        lead = self.lead.text or str(self.lead.photo) if self.lead else ""
        said = [
            ("Headline and standfirst", "desk_head", standfirst or "No standfirst yet"),
            ("Lead picture", "desk_lead", lead or "None yet"),
            ("Explainers", "desk_explainers", pinned or "None pinned"),
        ]
        return [
            Part(label, address(name, self.blog), Truncator(words).chars(_WORDS_SHOWN))
            for label, name, words in said
        ]

    @cached_property
    def lead(self) -> PhotoCaption | None:
        return PhotoCaption.objects.filter(blog=self.blog).select_related("photo").first()

    @cached_property
    def pins(self) -> list[PinnedExplainer]:
        return list(self.blog.pins.select_related("explainer").order_by("order", "pk"))

    @cached_property
    def team(self) -> list[Member]:
        rows = Membership.objects.filter(blog=self.blog).select_related("user")
        members = [Member(named(row.user), row.get_role_display()) for row in rows]
        return sorted(members, key=lambda member: (member.role, member.name))

    @cached_property
    def _published(self) -> dict[str, Any]:
        published = Q(status=Post.Status.PUBLISHED)
        seen = (Post.Status.PUBLISHED, Post.Status.SUBMITTED)
        return self.blog.posts.filter(status__in=seen).aggregate(
            posts=Count("pk", filter=published),
            last_at=Max("published_at", filter=published),
            waiting=Count("pk", filter=~published),
        )


_OPEN = {
    Blog.State.UPCOMING: "Go live",
    Blog.State.PAUSED: "Resume",
    Blog.State.ENDED: "Reopen",
}


def ago(moment: datetime) -> str:
    """How long since, as one says it in a newsroom: "3 min ago"; after a day, nothing."""
    since = timezone.now() - moment
    if since < _JUST_NOW:
        return "just now"
    if since < _HOUR:
        return f"{since // _JUST_NOW} min ago"
    return f"{since // _HOUR} h ago" if since < _DAY else ""
