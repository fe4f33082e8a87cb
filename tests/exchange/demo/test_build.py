"""What the demonstration shows, and that building it twice is building it once."""

from datetime import UTC, datetime

import pytest
from django.conf import global_settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from liveblog.exchange.demo import build, count, script
from liveblog.models import Blog, Correction, Explainer, Photo, Post, Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(newsroom) -> Blog:
    return Blog.objects.get(slug="nagorno-karabakh")


@pytest.fixture
def election(newsroom) -> Blog:
    return Blog.objects.get(slug="election-night")


def named(ref: str) -> Post:
    return Post.objects.get(import_ref=f"demo:{ref}")


@pytest.mark.parametrize(
    ("name", "groups"),
    [("reporter", ["Reporters"]), ("editor", ["Corrections editors", "Editors"]), ("admin", [])],
)
def test_three_people_can_log_in_to_the_newsroom(newsroom, client, settings, name, groups):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # Tests use a quick one.
    assert client.login(username=name, password="newsroom")
    person = get_user_model().objects.get(username=name)
    assert person.is_staff
    assert person.is_superuser == (name == "admin")
    assert sorted(group.name for group in person.groups.all()) == groups


def test_the_reporter_and_the_editor_have_a_byline(newsroom):
    people = get_user_model().objects.filter(contributor__isnull=False)
    assert {person.username for person in people} == {"reporter", "editor"}


def test_the_story_is_live_on_london_time_and_fills_more_than_a_page(story):
    assert story.is_live
    assert story.time_zone == "Europe/London"
    assert story.posts.published().count() >= 25


def test_its_times_are_those_of_the_day(story):
    shown = story.posts.in_stream().oldest_first()
    assert shown.first().published_at == datetime(2023, 9, 19, 11, 35, tzinfo=UTC)
    last = shown.last().published_at.astimezone(story.zone)
    assert f"{last:%I:%M %p %Z}" == "01:45 PM BST"


def test_its_head_has_a_picture_with_words_and_a_standfirst_of_several_paragraphs(story):
    assert story.lead.text
    assert story.lead.photo.alt_text
    assert story.lead.photo.credit == "Illustration: The Newsroom"
    assert story.standfirst.count("<p>") >= 3


def test_every_kind_of_update_is_there(story):
    video = named("video").embeds.get()
    assert (named("video").body, video.provider) == ("", "youtube")
    assert video.title
    assert video.aspect_ratio
    assert video.thumbnail
    quoted = named("flats").embeds.all()
    assert [each.provider for each in quoted] == ["x", "x"]
    assert named("picture").photos.get().text
    assert named("what-is-nk").explainer.title == "What is Nagorno-Karabakh?"
    assert "<blockquote>" in named("court").body
    assert named("guarantor").headline == ""


def test_originals_in_other_languages_stand_beside_their_translation(story):
    assert named("statement-2020").embeds.get().language == "ru"
    assert named("cellars").embeds.get().language == "hy"
    for ref in ("statement-2020", "cellars"):
        assert '<blockquote lang="en">' in named(ref).body


def test_quoted_accounts_are_marked_as_examples(story):
    handles = set(story.posts.exclude(embeds__handle="").values_list("embeds__handle", flat=True))
    handles.discard(None)
    assert handles
    assert all(handle.startswith("@example_") for handle in handles)


def test_it_has_key_events_a_pin_labels_topics_and_a_shared_byline(story):
    assert story.posts.published().key_events().count() >= 5
    assert story.posts.pinned().count() == 1
    assert story.pins.count() == 2
    labels = set(story.posts.published().values_list("verification", flat=True))
    assert labels >= set(Post.Verification.values)
    assert named("children").bylines.count() == 2
    assert named("children").topics.exists()


def test_there_is_work_waiting_for_its_editors(story):
    assert story.posts.drafts().exists()
    assert story.posts.submitted().exists()
    scheduled = story.posts.scheduled().get()
    assert scheduled.published_at > timezone.now()


def test_something_was_corrected_and_something_withdrawn_on_the_storys_own_day(story):
    made = Correction.objects.filter(post__blog=story)
    assert {each.kind for each in made} >= {"correction", "clarification", "retraction"}
    assert {f"{each.made_at:%Y-%m-%d}" for each in made} == {"2023-09-19"}
    corrected = named("size")
    assert "4,400" in corrected.body
    assert corrected.edited_at.year == 2023
    assert "4,400" not in corrected.corrections.get().before.content["body"]
    assert named("toll-early").is_retracted


def test_the_election_has_ended_after_exactly_120_updates(election):
    assert election.is_ended
    assert election.posts.in_stream().count() == election.posts.count() == 120
    assert election.coverage_ended_at == datetime(2025, 5, 9, 6, 40, tzinfo=UTC)


def test_no_two_of_them_say_the_same(election):
    bodies = [p.body for p in election.posts.filter(explainer=None)]
    assert len(set(bodies)) == len(bodies)


def test_the_count_adds_up():
    results = count.results(script.load("election-night"))
    assert len(results) == 75
    for result in results:
        assert max(result.votes, key=lambda party: result.votes[party]) == result.winner
    winners = [result.winner for result in results]
    assert winners.count("land") == count.SEATS_TO_GOVERN


def test_another_story_is_still_to_come(newsroom):
    upcoming = Blog.objects.upcoming().get()
    assert upcoming.coverage_started_at > timezone.now()
    assert not upcoming.posts.in_stream().exists()


def test_every_picture_has_its_words_its_file_and_its_sizes(newsroom):
    photos = Photo.objects.all()
    assert len(photos) == 11
    for photo in photos:
        assert photo.alt_text.startswith("Drawing: ")
        assert photo.renditions


def test_a_second_build_changes_nothing(newsroom, django_assert_max_num_queries):
    def state():
        return (
            list(Blog.objects.values_list("pk", "version", "changed_at")),
            list(Post.objects.values_list("pk", "version", "edited_at")),
            [m.objects.count() for m in (Revision, Photo, Explainer, Correction)],
            list(get_user_model().objects.values_list("pk", "password")),
        )

    before = state()
    with django_assert_max_num_queries(6):
        assert build.build() == []
    assert state() == before


def test_what_editors_changed_is_left_as_it_is(newsroom):
    get_user_model().objects.filter(username="editor").update(first_name="Changed")
    assert build.build() == []
    assert get_user_model().objects.get(username="editor").first_name == "Changed"
