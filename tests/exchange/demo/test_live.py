"""The afternoon goes on, step by step, whatever editors do to it meanwhile."""

import pytest
from django.utils import timezone

from liveblog import publishing
from liveblog.exchange.demo import live, script
from liveblog.models import Blog, Correction, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(newsroom) -> Blog:
    return Blog.objects.get(slug="nagorno-karabakh")


def steps(count: int) -> list[str]:
    return [live.step() for _ in range(count)]


def told(story: Blog) -> int:
    return story.posts.filter(import_ref__startswith="demo:live:").count()


def test_each_of_forty_steps_publishes_a_newer_update(story):
    for _ in range(40):
        version, newest = story.version, story.posts.published().newest_first()[0]
        live.step()
        story.refresh_from_db()
        now_newest = story.posts.published().newest_first()[0]
        assert story.version > version
        assert now_newest.published_at > newest.published_at
        assert now_newest.version > version


def test_updates_are_edited_corrected_withdrawn_pinned_and_the_head_changes(story):
    before = Correction.objects.filter(post__blog=story).count()
    title, standfirst = story.title, story.standfirst
    pinned = set(story.posts.pinned())
    steps(len(script.afternoon()))
    story.refresh_from_db()
    assert Correction.objects.filter(post__blog=story).count() >= before + 5
    assert set(story.posts.pinned()) != pinned
    assert story.title != title
    assert story.standfirst != standfirst
    assert story.posts.filter(import_ref="demo:live:00025", status="retracted").exists()


def test_every_act_of_the_script_takes_effect_where_nobody_interferes(story, monkeypatch):
    done = []
    really = live.acts.apply
    monkeypatch.setattr(
        live.acts, "apply", lambda act, *a, **k: done.append(really(act, *a, **k)) or done[-1]
    )
    steps(len(script.afternoon()))
    assert done
    assert all(done)


def test_it_stays_on_the_storys_own_day(story):
    steps(45)
    moments = story.posts.in_stream().values_list("published_at", flat=True)
    assert {f"{moment:%Y-%m-%d}" for moment in moments} == {"2023-09-19"}
    made = Correction.objects.filter(post__blog=story).values_list("made_at", flat=True)
    assert {f"{moment:%Y-%m-%d}" for moment in made} == {"2023-09-19"}
    last = live.moment_of(len(script.afternoon()) + live.RECAPS)
    assert f"{last.astimezone(story.zone):%Y-%m-%d}" == "2023-09-19"


def test_what_follows_the_afternoon_is_edited_corrected_and_withdrawn_too(story):
    steps(len(script.afternoon()))
    before = Correction.objects.filter(post__blog=story).count()
    steps(9)
    recaps = story.posts.order_by("-pk")[:9]
    assert Correction.objects.filter(post__blog=story).count() == before + 2
    assert [post.status for post in recaps].count("retracted") == 1
    assert [post.verification for post in recaps].count("confirmed") == 1


def test_what_follows_an_editors_own_update_stands_above_it(story):
    own = publishing.create(story, by=None, headline="Posted today")
    publishing.publish(own, by=None)
    live.step()
    newest = story.posts.published().newest_first()[0]
    assert newest != own
    assert newest.published_at <= timezone.now()


def test_a_second_start_goes_on_where_the_first_stopped(story):
    steps(3)
    assert live.reached(story) == 3
    live.step()
    refs = story.posts.filter(import_ref__startswith="demo:live:").values_list("import_ref")
    assert sorted(ref for (ref,) in refs) == [f"demo:live:{n:05}" for n in (1, 2, 3, 4)]


def test_what_an_editor_withdrew_is_skipped_and_the_story_goes_on(story):
    for post in story.posts.published():
        publishing.retract(post, by=None, reason="For this test.")
    steps(len(script.afternoon()))
    assert told(story) == len(script.afternoon())
    assert all(post.is_retracted for post in Post.objects.filter(import_ref="demo:power"))


def test_a_new_address_does_not_lose_the_story(story):
    publishing.update_blog(story, by=None, slug="karabakh")
    live.step()
    assert told(story) == 1


@pytest.mark.parametrize("end", [publishing.pause, publishing.close])
def test_nothing_is_published_while_coverage_is_not_live(story, end):
    end(story, by=None)
    version = story.version
    assert "not live" in live.step()
    story.refresh_from_db()
    assert story.version == version
    assert told(story) == 0


def test_it_goes_on_without_its_people_pictures_and_bylines(story, django_user_model):
    django_user_model.objects.all().delete()
    steps(9)
    assert told(story) == 9


def test_when_all_is_told_facts_are_summed_up_under_changing_openings(story):
    steps(len(script.afternoon()) + len(script.recaps()) + 1)
    newest = story.posts.in_stream().newest_first()
    first = newest[len(script.recaps())]
    assert newest[0].body == first.body
    assert newest[0].headline != first.headline


def test_in_the_end_the_last_update_is_rewritten_and_none_is_added(story, monkeypatch):
    monkeypatch.setattr(live, "RECAPS", 2)
    steps(len(script.afternoon()) + 2)
    count = told(story)
    said = {live.step() for _ in range(3)}
    assert told(story) == count
    assert len(said) == 3
    last = story.posts.published().newest_first()[0]
    assert last.edited_at.year == 2023
