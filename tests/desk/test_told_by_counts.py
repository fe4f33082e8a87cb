"""Neither a number nor a choice tells of a post that one may not see."""

import pytest
from django.contrib.auth.models import User

from liveblog import publishing
from liveblog.models import Blog, Membership
from tests import factory
from tests.admin.conftest import at
from tests.desk.desk import address, at_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return factory.blog()


@pytest.fixture
def reporter() -> User:
    return factory.user("Reporters")


def choices(user: User, blog: Blog) -> list[str]:
    found = at_work(user).get(address("desk", blog)).context["choices"]
    return [each.label for each in (*found.topics, *found.authors)]


def near(user: User, blog: Blog) -> set[str]:
    """The topics that the sheet shows without unfolding the others."""
    words = at_work(user).get(address("desk", blog)).context["sheet"].words
    return {topic.name for topic in words._topics.values() if topic.is_used}


def test_the_lists_filters_and_the_sheet_name_no_topic_of_a_colleagues_draft(
    blog: Blog, reporter: User
):
    topic, other = factory.topic("Resignation"), factory.topic("Weather")
    writer = factory.contributor("Nora Writer")
    factory.draft(blog, by=factory.user("Editors"), topics=[topic], bylines=[writer])
    factory.post(blog, topics=[other])
    assert "Resignation" not in choices(reporter, blog)
    assert "Nora Writer" not in choices(reporter, blog)
    assert near(reporter, blog) == {"Weather"}
    factory.draft(blog, by=reporter, topics=[topic])
    assert "Resignation" in choices(reporter, blog)
    assert near(reporter, blog) == {"Weather", "Resignation"}


def test_who_publishes_finds_them_all(blog: Blog):
    factory.draft(blog, topics=[factory.topic("Resignation")])
    editor = factory.user("Editors")
    assert "Resignation" in choices(editor, blog)
    assert near(editor, blog) == {"Resignation"}


@pytest.mark.parametrize(("noun", "place"), [("contributor", "bylines"), ("topic", "topics")])
def test_the_librarys_counts_are_of_what_the_asker_may_see(noun: str, place: str, reporter: User):
    thing = getattr(factory, noun)()
    secret, blog = factory.blog(is_restricted=True), factory.blog()
    factory.post(secret, **{place: [thing]})
    factory.draft(blog, by=None, **{place: [thing]})
    factory.post(blog, **{place: [thing]})
    member = factory.user()
    for story in (secret, factory.blog()):
        for user in (member, factory.user()):
            Membership.objects.create(blog=story, user=user, role="editor")

    def counted(user: User) -> int:
        rows = at_work(user).get(at(f"{noun}_changelist")).context["cl"].result_list
        return int(next(row._posts for row in rows if row.pk == thing.pk))

    assert [counted(user) for user in (reporter, factory.user("Editors"))] == [1, 2]
    assert [counted(user) for user in (member, factory.admin())] == [2, 3]


def test_a_reporter_is_not_told_how_many_of_others_wait(blog: Blog, reporter: User):
    publishing.submit(factory.draft(blog, by=factory.user("Reporters")), by=None)
    publishing.submit(factory.draft(blog, by=reporter), by=None)

    def waiting(user: User) -> int:
        rows = at_work(user).get(at("blog_changelist")).context["cl"].result_list
        return int(next(row.posts_waiting for row in rows if row.pk == blog.pk))

    assert waiting(reporter) == 1
    assert waiting(factory.user("Editors")) == 2
