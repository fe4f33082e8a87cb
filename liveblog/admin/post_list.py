"""How a post stands in the list: what, in which state, shown when, by whom."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from liveblog import permissions, publishing
from liveblog.admin.badges import badge, joined, moment
from liveblog.desk.people import named
from liveblog.desk.wanted import saying
from liveblog.models import Post, PostQuerySet


class PostColumns:
    """Every moment is told by the clock of the post's own blog, as readers see it."""

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[PostQuerySet, bool]:
        """As the desk finds them."""
        return saying(search_term, queryset), False

    @admin.display(description="post", ordering="headline")
    def words(self, post: Post) -> str:
        return str(post)

    @admin.display(description="state", ordering="status")
    def state(self, post: Post) -> str:
        """Its status, and whatever else sets it apart."""
        marks = [
            (post.status, post.get_status_display()),
            ("pinned", "Pinned" if post.pinned_at else ""),
            ("key", "Key event" if post.is_key_event else ""),
            (post.verification, post.get_verification_display()),
        ]
        return joined(badge(kind, words) for kind, words in marks if words)

    @admin.display(description="time shown", ordering="published_at")
    def time_shown(self, post: Post) -> str:
        return moment(post.published_at, post.blog.zone)

    @admin.display(description="byline")
    def byline(self, post: Post) -> str:
        return ", ".join(str(line.contributor) for line in post.bylines.all()) or "–"

    @admin.display(description="typed by", ordering="created_by")
    def typed_by(self, post: Post) -> str:
        return named(post.created_by) if post.created_by else "–"

    @admin.display(description="last edit", ordering="edited_at")
    def last_edit(self, post: Post) -> str:
        """Since readers first saw it; the version tells which answer brought it to open pages."""
        if post.first_version is None:
            return "–"
        return f"{_last_act(post)} (version {post.version})"

    @admin.display(description="state")
    def standing(self, post: Post) -> str:
        return self.state(post)


def _last_act(post: Post) -> str:
    if post.is_retracted:
        return f"withdrawn {moment(post.retracted_at, post.blog.zone)}"
    return moment(post.edited_at, post.blog.zone) if post.edited_at else "as published"


class PostActions:
    """What can be done to several posts of a list; each answers for itself."""

    message_user: Any

    @admin.action(description="Publish now")
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        done = 0
        for post in queryset.select_related("blog").order_by("created_at", "pk"):
            if not permissions.may_publish(request.user, post.blog):
                self._say(request, post, "You may not publish in this blog.")
                continue
            if post.is_to_come:
                self._say(
                    request,
                    post,
                    f"It is to appear at {moment(post.published_at, post.blog.zone)}: schedule it.",
                )
                continue
            try:
                publishing.publish(post, by=request.user)
                done += 1
                for warning in publishing.warnings(post):
                    self._say(request, post, warning, level=messages.WARNING)
            except (ValidationError, publishing.NotPossible) as refusal:
                words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
                self._say(request, post, " ".join(words))
        if done:
            self.message_user(request, f"Published: {done}.", messages.SUCCESS)

    def _say(
        self, request: HttpRequest, post: Post, words: str, level: int = messages.ERROR
    ) -> None:
        self.message_user(request, f"“{post}”: {words}", level)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return bool(permissions.may_use_newsroom(request.user))
