"""How these tests sit at the desk: addresses, a filled-in sheet, the cast."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext

from liveblog.models import Blog, Membership, Post
from tests import factory


def address(name: str, blog: Blog, post: Post | None = None) -> str:
    args: list[Any] = [blog.pk] if post is None else [blog.pk, post.public_id]
    return reverse(f"liveblog:{name}", args=args)


def at_work(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def log_in(context: BrowserContext, url: str, user: User) -> None:
    """In a real browser, at the server of that address."""
    session = at_work(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def sheet(**said: Any) -> dict[str, Any]:
    """What a browser sends of the composer: every field, and what the test says."""
    empty = {
        "token": "",
        "headline": "",
        "body": "",
        "at": "",
        "verification": "",
        "byline_1": "",
        "byline_2": "",
        "byline_3": "",
        "new-alt_text": "",
        "new-caption": "",
        "new-credit": "",
        "quote-new-url": "",
        "quote-new-author": "",
        "quote-new-handle": "",
        "quote-new-text": "",
        "verb": "publish",
    }
    return {**empty, **said}


def edited(client: Client, blog: Blog, post: Post, **said: Any) -> dict[str, Any]:
    """The edit page as a browser would send it back, with what the test changes."""
    page = client.get(address("desk_edit", blog, post))
    return {**pressed(page), "verb": "save", **said}


def pressed(page: Any) -> dict[str, Any]:
    """What a browser would send of the sheet that this answer shows, as it stands."""
    shown = page.context["sheet"]
    answers: dict[str, Any] = {}
    for form in shown.forms():
        for field in form:
            value = field.value()
            if value is True:
                answers[field.html_name] = "on"
            elif value not in (None, False):
                answers[field.html_name] = field.field.widget.format_value(value) or ""
    answers["topics"] = shown.words["topics"].value() or []
    return {**answers, "pictures": [form.shown.photo_id for form in shown.shown]}


class Cast:
    """Who works here, and who does not. Made when first asked for.

    Who has a place in the team of `blog`, and no group, is named after the place.
    """

    def __init__(self, blog: Blog | None = None) -> None:
        self.blog = blog

    @cached_property
    def admin(self) -> User:
        return factory.admin()

    @cached_property
    def editor(self) -> User:
        return factory.user("Editors")

    @cached_property
    def reporter(self) -> User:
        return factory.user("Reporters")

    @cached_property
    def colleague(self) -> User:
        """Another reporter."""
        return factory.user("Reporters")

    @cached_property
    def corrections(self) -> User:
        return factory.user("Corrections editors")

    @cached_property
    def reader(self) -> User:
        """With a login, and without a place in the newsroom."""
        return factory.user(is_staff=False)

    @cached_property
    def other_teams_editor(self) -> User:
        """Edits another blog by membership, and is nobody special in this one."""
        return _member(factory.blog(is_restricted=True), Membership.Role.EDITOR)

    @cached_property
    def team_editor(self) -> User:
        return _member(self.blog, Membership.Role.EDITOR)

    @cached_property
    def team_reporter(self) -> User:
        return _member(self.blog, Membership.Role.REPORTER)

    @cached_property
    def team_corrections(self) -> User:
        return _member(self.blog, Membership.Role.CORRECTIONS)

    def client(self, role: str) -> Client:
        return Client() if role == "stranger" else at_work(getattr(self, role))


def _member(blog: Blog | None, role: Membership.Role) -> User:
    user = factory.user()
    Membership.objects.create(blog=blog, user=user, role=role)
    return user


# Each is a name of the cast, but for the stranger, who has no login.
OUTSIDERS = ("stranger", "reader")
TEAM = ("team_editor", "team_reporter", "team_corrections")
GROUPS = ("editor", "reporter", "colleague", "corrections", "other_teams_editor")
NEWSROOM = ("admin", *GROUPS, *TEAM)
ROLES = (*OUTSIDERS, *NEWSROOM)
EDITORS = ("admin", "editor", "team_editor")
WRITERS = (*EDITORS, "reporter", "colleague", "team_reporter")
CORRECTORS = ("admin", "corrections", "team_corrections")
