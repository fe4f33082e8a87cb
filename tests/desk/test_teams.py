"""A story that is its team's own: at the desk, nobody else finds it."""

import pytest

from liveblog import publishing
from liveblog.models import Membership
from tests import factory
from tests.desk.desk import address, at_work

pytestmark = pytest.mark.django_db

PAGES = ["desk", "desk_coverage", "desk_head", "desk_lead", "desk_explainers"]


@pytest.mark.parametrize("name", PAGES)
def test_others_find_no_page_of_it_and_its_team_finds_each(name: str):
    blog = factory.blog(title="Secret story", is_restricted=True)
    member = factory.user()
    Membership.objects.create(blog=blog, user=member, role="editor")
    assert at_work(factory.user("Editors")).get(address(name, blog)).status_code == 404
    assert at_work(member).get(address(name, blog), follow=True).status_code == 200


def test_a_refusal_names_nothing():
    blog = factory.blog(title="Secret story", is_restricted=True)
    answer = at_work(factory.user("Editors")).get(address("desk", blog))
    assert "Secret story" not in answer.content.decode()


def test_who_leaves_the_team_loses_the_desk():
    blog = factory.blog(is_restricted=True)
    member = factory.user()
    place = Membership.objects.create(blog=blog, user=member, role="editor")
    client = at_work(member)
    assert client.get(address("desk", blog)).status_code == 200
    place.delete()
    assert client.get(address("desk", blog)).status_code == 404


def test_what_is_the_teams_own_may_still_be_the_readers():
    blog = factory.blog(title="Open secret", is_restricted=True)
    assert "Open secret" in at_work(factory.user()).get("/").content.decode()
    publishing.update_blog(blog, by=None, is_public=False)
    assert "Open secret" not in at_work(factory.user()).get("/").content.decode()


def test_another_storys_desk_names_it_nowhere():
    """Not where an explainer is pinned, nor where a picture is used."""
    secret = factory.blog(title="Secret story", is_restricted=True)
    explainer = factory.explainer("What is shared?")
    publishing.pin_explainer(secret, explainer, by=None)
    blog = factory.blog()
    publishing.pin_explainer(blog, explainer, by=None)
    client = at_work(factory.user("Editors"))
    for name in PAGES:
        answer = client.get(address(name, blog), follow=True)
        assert "Secret story" not in answer.content.decode(), name
