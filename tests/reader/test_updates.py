"""The poll: nothing when nothing is new, else what changed, each thing with its place."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog
from tests import factory

pytestmark = pytest.mark.django_db


def version(blog: Blog) -> int:
    return Blog.objects.get(pk=blog.pk).version


def ask(client, blog, since: int, query: str = "") -> str:
    answer = client.get(f"{blog.get_absolute_url()}updates/{since}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def places(answer: str) -> list[tuple[str, str]]:
    """(how and where, which post) of each fragment that inserts a post."""
    return re.findall(
        r'hx-swap-oob="beforebegin:#([\w-]+)[^"]*">\s*<article id="post-(\w+)"', answer
    )


def replaced(answer: str) -> list[str]:
    return [
        tag[1]
        for tag in re.finditer(r'<article [^>]*id="post-(\w+)"[^>]*>', answer)
        if 'hx-swap-oob="true"' in tag[0]
    ]


def test_nothing_new_is_204_and_one_query(client, django_assert_num_queries):
    blog = factory.blog()
    factory.post(blog)
    address = f"{blog.get_absolute_url()}updates/{version(blog)}/"
    with django_assert_num_queries(1):
        answer = client.get(address)
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer["Poll-Seconds"] == "5"


def test_a_new_post_is_placed_before_the_one_below_it(client):
    blog = factory.blog()
    old = factory.post(blog, minutes=0)
    held = version(blog)
    new = factory.post(blog, minutes=5)
    assert places(ask(client, blog, held)) == [(f"post-{old.public_id}", new.public_id)]


def test_the_first_post_of_all_is_placed_before_the_end(client):
    blog = factory.blog()
    held = version(blog)
    post = factory.post(blog)
    assert places(ask(client, blog, held)) == [("feed-end", post.public_id)]


def test_new_posts_come_oldest_first_so_that_each_finds_its_neighbour(client):
    blog = factory.blog()
    held = version(blog)
    third, first, second = (factory.post(blog, minutes=n) for n in (3, 1, 2))
    assert places(ask(client, blog, held)) == [
        ("feed-end", first.public_id),
        (f"post-{first.public_id}", second.public_id),
        (f"post-{second.public_id}", third.public_id),
    ]


def test_an_edit_replaces_the_post_where_it_stands(client):
    blog = factory.blog()
    post = factory.post(blog, "Before")
    held = version(blog)
    publishing.update(post, by=None, headline="After")
    answer = ask(client, blog, held)
    assert replaced(answer) == [post.public_id]
    assert "After" in answer
    assert places(answer) == []


def test_a_new_time_takes_the_post_out_and_puts_it_in_its_place(client):
    blog = factory.blog()
    old, _, new = (factory.post(blog, minutes=n) for n in (0, 10, 20))
    held = version(blog)
    publishing.update(new, by=None, published_at=factory.NOON.replace(minute=5))
    answer = ask(client, blog, held)
    assert f'hx-swap-oob="delete:#post-{new.public_id}"' in answer
    assert places(answer) == [(f"post-{old.public_id}", new.public_id)]


def test_an_edit_in_a_filtered_stream_replaces_the_post_or_adds_it(client):
    """Whether it stood there before, nobody knows: both are sent, and one takes effect."""
    blog = factory.blog()
    below = factory.post(blog, minutes=0, is_key_event=True)
    post = factory.post(blog, minutes=1)
    held = version(blog)
    publishing.update(post, by=None, is_key_event=True)
    answer = ask(client, blog, held, "?key=1")
    assert replaced(answer) == [post.public_id]
    assert places(answer) == [(f"post-{below.public_id}", post.public_id)]


def test_a_new_post_takes_out_what_an_older_page_may_have_brought_of_it(client):
    blog = factory.blog()
    factory.post(blog, minutes=0)
    held = version(blog)
    post = factory.post(blog, minutes=1)
    answer = ask(client, blog, held)
    assert answer.index(f"delete:#post-{post.public_id}") < answer.index("beforebegin:")


def test_a_retraction_replaces_the_post_by_its_notice(client):
    blog = factory.blog()
    post = factory.post(blog, "Wrong")
    held = version(blog)
    publishing.retract(post, by=None, reason="It was not so.")
    answer = ask(client, blog, held)
    assert replaced(answer) == [post.public_id]
    assert "It was not so." in answer
    assert "Wrong" not in answer


def test_a_post_born_and_retracted_between_two_polls_sends_none_of_its_words(client):
    blog = factory.blog()
    held = version(blog)
    post = factory.post(blog, "Wrong", body="All of it")
    publishing.retract(post, by=None, reason="It was not so.")
    answer = ask(client, blog, held)
    assert "Wrong" not in answer
    assert "All of it" not in answer


def test_only_the_final_state_is_sent(client):
    blog = factory.blog()
    held = version(blog)
    post = factory.post(blog, "First wording")
    publishing.update(post, by=None, headline="Second wording")
    answer = ask(client, blog, held)
    assert "First wording" not in answer
    assert answer.count("<article") == 1


@pytest.mark.parametrize(
    ("verb", "part"),
    [
        (lambda b, p: publishing.update_blog(b, by=None, title="Another"), "blog-head"),
        (lambda b, p: publishing.update_blog(b, by=None, standfirst="So far."), "blog-head"),
        (lambda b, p: publishing.pause(b, by=None), "blog-head"),
        (lambda b, p: publishing.close(b, by=None), "blog-head"),
        (lambda b, p: publishing.pin(p, by=None), "pinned"),
        (lambda b, p: publishing.pin_explainer(b, factory.explainer(), by=None), "pinned"),
        (lambda b, p: publishing.update(p, by=None, is_key_event=True), "key-events"),
    ],
    ids=["headline", "standfirst", "pause", "end", "pin", "explainer", "key event"],
)
def test_what_stands_around_the_stream_is_sent_when_it_changes_and_only_then(client, verb, part):
    blog = factory.blog()
    post = factory.post(blog)
    held = version(blog)
    verb(blog, post)
    answer = ask(client, blog, held)
    sent = {name for name in ("blog-head", "pinned", "key-events") if f'id="{name}"' in answer}
    assert sent == {part}


def test_the_answer_ends_with_the_poller_of_the_new_version(client):
    blog = factory.blog()
    held = version(blog)
    factory.post(blog)
    answer = ask(client, blog, held)
    assert f'hx-get="{blog.get_absolute_url()}updates/{version(blog)}/"' in answer
    assert answer.rindex('id="poller"') > answer.rindex("</article>")


def test_the_end_of_coverage_ends_polling(client):
    blog = factory.blog()
    held = version(blog)
    publishing.close(blog, by=None)
    answer = ask(client, blog, held)
    assert "Coverage ended" in answer
    assert "every" not in answer[answer.index('id="poller"') :]


def test_a_page_opened_after_the_end_does_not_poll(client):
    blog = factory.blog()
    publishing.close(blog, by=None)
    html = client.get(blog.get_absolute_url()).content.decode()
    assert "every" not in html[html.index('id="poller"') :]


def test_too_far_behind_is_a_fresh_first_page(client, settings):
    settings.LIVEBLOG = {"CATCH_UP_POSTS": 5, "PAGE_POSTS": 3}
    blog = factory.blog()
    held = version(blog)
    for n in range(6):
        factory.post(blog, minutes=n)
    answer = ask(client, blog, held)
    assert 'hx-swap-oob="innerHTML:#feed"' in answer
    assert answer.count("<article") == 3


@pytest.mark.parametrize("since", ["999999", "9" * 40])
def test_a_version_from_the_future_starts_again(client, since):
    blog = factory.blog()
    factory.post(blog)
    answer = client.get(f"{blog.get_absolute_url()}updates/{since}/")
    assert answer.status_code == 200
    assert 'hx-swap-oob="innerHTML:#feed"' in answer.content.decode()


@pytest.mark.parametrize("since", ["-1", "1.5", "x", "9" * 5000])
def test_a_version_that_is_none_is_not_found(client, since):
    blog = factory.blog()
    assert client.get(f"{blog.get_absolute_url()}updates/{since}/").status_code == 404


def test_a_filtered_page_asks_with_its_filter_and_gets_what_fits(client):
    blog = factory.blog()
    key = factory.post(blog, "Key", minutes=1, is_key_event=True)
    held = version(blog)
    factory.post(blog, "Plain", minutes=2)
    newer = factory.post(blog, "Newer key", minutes=3, is_key_event=True)
    publishing.update(key, by=None, is_key_event=False)
    answer = ask(client, blog, held, "?key=1")
    assert f'hx-swap-oob="delete:#post-{key.public_id}"' in answer
    assert places(answer) == [("feed-end", newer.public_id)]
    assert "updates/" in answer
    assert "?key=1" in answer[answer.index('id="poller"') :]


def test_oldest_first_places_each_post_before_the_one_that_follows_it(client):
    blog = factory.blog()
    factory.post(blog, minutes=1)
    late = factory.post(blog, minutes=9)
    held = version(blog)
    newest = factory.post(blog, minutes=10)
    middle = factory.post(blog, minutes=5)
    assert places(ask(client, blog, held, "?order=oldest")) == [
        ("feed-end", newest.public_id),
        (f"post-{late.public_id}", middle.public_id),
    ]


def test_an_answer_costs_the_same_queries_for_one_post_and_for_thirty(
    client, django_assert_num_queries
):
    for number in (1, 30):
        blog = factory.blog()
        held = version(blog)
        for n in range(number):
            factory.post(blog, minutes=n)
        # Blog; changed posts with five kinds of parts.
        with django_assert_num_queries(7):
            ask(client, blog, held)


@pytest.mark.parametrize(("state", "seconds"), [("paused", "60"), ("live", "5")])
def test_each_answer_says_when_to_come_back(client, state, seconds):
    blog = factory.blog()
    factory.post(blog)
    if state == "paused":
        publishing.pause(blog, by=None)
    answer = client.get(f"{blog.get_absolute_url()}updates/{version(blog)}/")
    assert answer["Poll-Seconds"] == seconds


def test_a_quiet_blog_is_asked_seldom(client, time_machine):
    blog = factory.blog()
    factory.post(blog)
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    answer = client.get(f"{blog.get_absolute_url()}updates/{version(blog)}/")
    assert answer["Poll-Seconds"] == "15"


def test_a_renamed_topic_reaches_the_page_that_shows_it_alone(client):
    blog, topic = factory.blog(), factory.topic("Harbor")
    publishing.update(factory.post(blog), by=None, topics=[topic])
    held = version(blog)
    topic.name = "Harbour"
    publishing.save_shared(topic, by=None)
    answer = ask(client, blog, held, f"?topic={topic.slug}")
    assert "Only <strong>Harbour</strong>" in answer
    assert 'id="stream"' not in ask(client, blog, held)


@pytest.mark.parametrize("slug", ["story", "taken-away", "never-was"])
def test_a_story_that_is_not_public_answers_no_poll(client, slug):
    blog = factory.blog(slug="taken-away")
    publishing.update_blog(blog, by=None, is_public=False)
    factory.blog(slug="story", opened=False, is_public=False)
    assert client.get(f"/live/{slug}/updates/1/").status_code == 404


def test_a_fresh_first_page_brings_what_was_withdrawn_with_it(client, settings):
    """For who reads further down, and does not take the page."""
    settings.LIVEBLOG = {"CATCH_UP_POSTS": 5, "PAGE_POSTS": 3}
    blog = factory.blog()
    wrong = factory.post(blog, "Wrong", minutes=0)
    held = version(blog)
    for n in range(1, 8):
        factory.post(blog, minutes=n)
    publishing.retract(wrong, by=None, reason="It was not so.")
    answer = ask(client, blog, held)
    assert "innerHTML:#feed" in answer
    assert wrong.public_id in replaced(answer)
    assert "It was not so." in answer
    assert "Wrong" not in answer


def test_a_polls_answer_allows_nothing_and_does_not_carry_the_pages_policy(client):
    blog = factory.blog()
    before = blog.version
    factory.post(blog)
    blog.refresh_from_db()
    for version in (before, blog.version):
        policy = client.get(f"/live/{blog.slug}/updates/{version}/")["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';")
        assert "src" not in policy.removeprefix("default-src")
