"""Nobody gives, or takes, a place in a team whose rights they lack there themselves."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from liveblog import permissions
from liveblog.models import Blog, Membership
from tests import factory
from tests.admin.conftest import at, filled, save, signed_in

pytestmark = pytest.mark.django_db
REFUSED = "its rights are not yours in this blog"


def row(number: int, user: User, role: str) -> dict[str, Any]:
    return {
        "memberships__TOTAL_FORMS": number + 1,
        f"memberships__{number}__user": user.pk,
        f"memberships__{number}__role": role,
    }


def add(asker: User, blog: Blog, user: User, role: str, **typed: Any) -> Any:
    number = blog.memberships.count()
    typed = {"_continue": "1", **row(number, user, role), **typed}
    return save(signed_in(asker), at("blog_change", blog.pk), **typed)


def roles(blog: Blog) -> dict[User, str]:
    return {place.user: place.role for place in blog.memberships.select_related("user")}


def member(blog: Blog, role: str, *groups: str) -> User:
    user = factory.user(*groups)
    Membership.objects.create(blog=blog, user=user, role=role)
    return user


def test_an_editor_does_not_take_the_corrections_desk_and_nothing_typed_is_lost(blog: Blog):
    asker = factory.user("Editors")
    page = add(asker, blog, asker, "corrections", title="New words")
    html = page.content.decode()
    assert page.status_code == 200
    assert "You cannot give the place of corrections editor" in html
    assert REFUSED in html
    assert 'value="New words"' in html
    assert page.context["inline_admin_formsets"][2].formset.forms[0]["user"].value() == str(
        asker.pk
    )
    assert roles(blog) == {}
    assert not permissions.may_retract(User.objects.get(pk=asker.pk), blog)


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_an_editor_gives_an_editors_and_a_reporters_place(blog: Blog, role: str):
    colleague = factory.user()
    assert add(factory.user("Editors"), blog, colleague, role).status_code == 302
    assert roles(blog) == {colleague: role}


def test_an_editor_by_the_team_alone_gives_what_an_editor_gives(blog: Blog):
    asker, colleague = member(blog, "editor"), factory.user()
    assert add(asker, blog, colleague, "corrections").status_code == 200
    assert add(asker, blog, colleague, "reporter").status_code == 302
    assert roles(blog) == {asker: "editor", colleague: "reporter"}


@pytest.mark.parametrize("groups", [(), ("Editors", "Corrections editors")])
def test_an_administrator_and_who_holds_both_give_any(blog: Blog, groups: tuple[str, ...]):
    asker = factory.user(*groups) if groups else factory.admin()
    colleague = factory.user()
    assert add(asker, blog, colleague, "corrections").status_code == 302
    assert roles(blog) == {colleague: "corrections"}


def test_a_place_is_not_changed_into_one_that_the_asker_lacks_nor_out_of_it(blog: Blog):
    corrector, reporter = member(blog, "corrections"), member(blog, "reporter")
    client = signed_in(factory.user("Editors"))
    for number, other in ((0, "reporter"), (1, "corrections")):
        typed = {f"memberships__{number}__role": other, "_continue": "1"}
        page = save(client, at("blog_change", blog.pk), **typed)
        assert REFUSED in page.content.decode()
    typed = {"memberships__0__user": factory.user().pk, "_continue": "1"}
    assert REFUSED in save(client, at("blog_change", blog.pk), **typed).content.decode()
    assert roles(blog) == {corrector: "corrections", reporter: "reporter"}


def test_a_colleague_is_not_put_out_of_a_place_that_the_asker_could_not_give(blog: Blog):
    corrector, reporter = member(blog, "corrections"), member(blog, "reporter")
    client = signed_in(factory.user("Editors"))
    out = {"memberships__0__DELETE": "on", "_continue": "1", "title": "New words"}
    page = save(client, at("blog_change", blog.pk), **out)
    html = page.content.decode()
    assert REFUSED in html
    assert f"{corrector}, Corrections editor" in html
    assert 'value="New words"' in html
    assert len(roles(blog)) == 2
    save(client, at("blog_change", blog.pk), memberships__1__DELETE="on", _continue="1")
    assert roles(blog) == {corrector: "corrections"}
    assert reporter


def test_a_corrections_editor_who_stands_in_the_team_is_no_bar_to_other_changes(blog: Blog):
    member(blog, "corrections")
    page = save(signed_in(factory.user("Editors")), at("blog_change", blog.pk), title="New")
    assert page.status_code == 302
    assert Blog.objects.get(pk=blog.pk).title == "New"


def test_a_story_is_closed_to_others_and_its_team_named_in_one_form(blog: Blog):
    asker = factory.user("Editors")
    assert add(asker, blog, asker, "editor", is_restricted="on").status_code == 302
    assert Blog.objects.get(pk=blog.pk).is_restricted
    assert roles(blog) == {asker: "editor"}


@pytest.mark.parametrize(("role", "made"), [("corrections", False), ("reporter", True)])
def test_a_story_is_not_made_with_a_place_that_its_maker_lacks(role: str, made: bool):
    client = signed_in(factory.user("Editors"))
    typed = {"title": "Flood", "slug": "flood", "is_restricted": "on"}
    sent = filled(client, at("blog_add"), **typed, **row(0, factory.user(), role), _save="1")
    client.post(at("blog_add"), sent)
    assert Blog.objects.filter(slug="flood").exists() is made
