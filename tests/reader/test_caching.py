"""What each address allows a cache is written in one table, and the docs show that table."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from liveblog import caching, publishing
from liveblog.models import Blog
from liveblog.reader.urls import urlpatterns
from tests import factory

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs" / "live-updating.md"
ROW = re.compile(r"^\| `(/[^`]*)` \| `(\w+)` \| `([^`]+)` \| `([^`]+)` \| .+ \|$", re.MULTILINE)
ROWS = ROW.findall(DOCS.read_text())


@pytest.mark.parametrize(("address", "kind", "lifetime", "keys"), ROWS, ids=[r[0] for r in ROWS])
def test_each_address_answers_with_what_its_row_in_the_docs_says(
    client, address, kind, lifetime, keys
):
    blog = factory.blog(slug="harbour")
    post = factory.post(blog)
    explainer = factory.explainer(slug="tide")
    version = Blog.objects.get().version
    said = {"slug": blog.slug, "version": version, "id": post.public_id, "explainer": "tide"}
    answer = client.get(re.sub(r"<(\w+)>", lambda m: str(said[m[1]]), address))
    assert answer.status_code in (200, 204)
    assert answer["Cache-Control"] == lifetime == caching.table()[kind].header
    numbers = {"blog-12": f"blog-{blog.pk}", "explainer-3": f"explainer-{explainer.pk}"}
    numbers["post-k7wq2xpm"] = f"post-{post.public_id}"
    expected = [numbers.get(key, key) for key in keys.split()]
    assert answer["Surrogate-Key"].split() == expected


def test_the_docs_have_a_row_for_each_address_and_each_kind():
    shapes = {re.sub(r"<(?:\w+:)?(\w+)>", "<>", "/" + str(path.pattern)) for path in urlpatterns}
    assert {re.sub(r"<\w+>", "<>", address) for address, *_ in ROWS} == shapes
    assert {kind for _, kind, *_ in ROWS} == set(caching.table())


def test_no_answer_is_kept_past_the_moment_when_a_scheduled_post_is_due(client, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    blog, explainer = factory.blog(), factory.explainer()
    publishing.schedule(factory.draft(blog), by=None, at=now + timedelta(seconds=3))
    publishing.pin_explainer(blog, explainer, by=None)
    address = blog.get_absolute_url()
    poll = f"{address}updates/{Blog.objects.get().version}/"
    for place in ("/", address, poll, address + "feed.atom", explainer.get_absolute_url()):
        said = dict(re.findall(r"([\w-]+)=(\d+)", client.get(place)["Cache-Control"]))
        assert int(said["max-age"]) <= 3, place
        assert int(said["s-maxage"]) + int(said["stale-while-revalidate"]) <= 3, place


def test_an_old_address_is_thrown_away_with_its_blog(client):
    blog = factory.blog(slug="old")
    publishing.update_blog(blog, by=None, slug="new")
    answer = client.get(reverse("liveblog:blog", args=["old"]))
    assert answer.status_code == 301
    assert answer["Surrogate-Key"] == f"page blog-{blog.pk}"


def test_a_warm_poll_has_the_keys_of_a_cold_one(client):
    blog = factory.blog()
    address = f"{blog.get_absolute_url()}updates/{Blog.objects.get().version}/"
    cold, warm = client.get(address), client.get(address)
    assert cold["Surrogate-Key"] == warm["Surrogate-Key"] == f"updates blog-{blog.pk}"


def test_an_answer_with_nothing_new_is_never_given_for_a_dead_origin():
    assert caching.table()["updates"].stale == 0


def test_whoever_purges_is_told_which_answers_a_change_made_untrue(
    django_capture_on_commit_callbacks,
):
    told: list[list[str]] = []

    def purge(sender: type, keys: list[str], **kwargs: object) -> None:
        told.append(keys)

    blog = factory.blog()
    post = factory.draft(blog)
    caching.outdated.connect(purge)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            publishing.update(post, by=None, headline="Still a draft")
        assert told == []
        with django_capture_on_commit_callbacks(execute=True):
            publishing.publish(post, by=None)
    finally:
        caching.outdated.disconnect(purge)
    assert told == [[f"blog-{blog.pk}", "front", "corrections"]]


def test_a_purge_that_fails_is_no_editors_trouble(django_capture_on_commit_callbacks, caplog):
    def purge(sender: type, **kwargs: object) -> None:
        raise OSError("The CDN does not answer.")

    caching.outdated.connect(purge)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            factory.post(factory.blog())
    finally:
        caching.outdated.disconnect(purge)
    assert "The CDN does not answer." in caplog.text


def test_an_explainer_that_changes_is_told_to_whoever_purges(django_capture_on_commit_callbacks):
    explainer, told = factory.explainer(), []

    def note(sender, keys, **kwargs):
        told.extend(keys)

    caching.outdated.connect(note)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            explainer.title = "What is it now?"
            publishing.save_shared(explainer, by=None)
    finally:
        caching.outdated.disconnect(note)
    assert f"explainer-{explainer.pk}" in told
