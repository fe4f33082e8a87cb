"""A colleague was faster: both texts are shown, the form holds what both left, nothing is lost."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, OpenSheet, Post
from tests import factory
from tests.desk.desk import address, at_work, edited, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return factory.blog(time_zone="UTC")


@pytest.fixture
def me() -> Client:
    return at_work(factory.user("Editors"))


@pytest.fixture
def anna() -> Any:
    return factory.user("Editors", first_name="Anna", last_name="Bell")


def held(answer: HttpResponse) -> Any:
    """The words' form as the page shows it."""
    return answer.context["sheet"].words  # type: ignore[attr-defined]


def again(answer: HttpResponse) -> dict[str, Any]:
    """What a browser would send of the page, pressed as it stands."""
    return dict(held(answer).data.lists())


def test_what_only_the_colleague_changed_is_taken_over_and_what_only_i_changed_stays(
    blog, me, anna
):
    post = factory.post(blog, "Wall", body="One")
    mine = edited(me, blog, post, body="One\n\nTwo")
    publishing.update(post, by=anna, headline="Wall holds")
    answer = me.post(address("desk_edit", blog, post), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert (held(answer)["headline"].value(), held(answer)["body"].value()) == (
        "Wall holds",
        "One\n\nTwo",
    )
    assert "Anna Bell changed this post at" in page
    assert "The headline is now theirs." in page
    assert "Your second paragraph was added." in page
    assert Post.objects.get(pk=post.pk).body == "<p>One</p>"


def test_both_paragraphs_stand_and_the_next_save_goes_over_the_newest(blog, me, anna):
    post = factory.post(blog, "Wall", body="One\n\nTwo")
    mine = edited(me, blog, post, body="One, mine\n\nTwo")
    publishing.update(post, by=anna, body="One\n\nTwo, theirs")
    answer = me.post(address("desk_edit", blog, post), mine)
    saved = me.post(address("desk_edit", blog, post), {**again(answer), "verb": "save"})
    assert saved.status_code == 302
    assert Post.objects.get(pk=post.pk).body == "<p>One, mine</p>\n<p>Two, theirs</p>"


def test_a_third_colleague_who_was_faster_still_is_not_overwritten(blog, me, anna):
    post = factory.post(blog, "Wall", body="One\n\nTwo")
    mine = edited(me, blog, post, body="One, mine\n\nTwo")
    publishing.update(post, by=anna, headline="Wall holds")
    answer = me.post(address("desk_edit", blog, post), mine)
    publishing.update(post, by=factory.user("Editors"), body="One\n\nTwo, by a third")
    answer = me.post(address("desk_edit", blog, post), {**again(answer), "verb": "save"})
    assert answer.status_code == 409
    assert held(answer)["body"].value() == "One, mine\n\nTwo, by a third"
    assert Post.objects.get(pk=post.pk).body == "<p>One</p>\n<p>Two, by a third</p>"


def test_a_paragraph_that_both_changed_stays_mine_and_theirs_stands_beside(blog, me, anna):
    post = factory.post(blog, "Wall", body="Nine people are hurt.")
    mine = edited(me, blog, post, body="Ten people are hurt.")
    publishing.update(post, by=anna, body="Twelve people are hurt.")
    answer = me.post(address("desk_edit", blog, post), mine)
    page = answer.content.decode()
    assert held(answer)["body"].value() == "Ten people are hurt."
    assert "You both changed the text: yours stands until you choose." in page
    assert "<del>Nine</del> <ins>Twelve</ins> people are hurt." in page
    assert "<del>Nine</del> <ins>Ten</ins> people are hurt." in page
    assert page.count("Twelve people are hurt.</textarea>") == 1
    assert "Take theirs" in page


def test_how_it_stands_is_merged_field_by_field(blog, me, anna):
    ada, bob = factory.contributor("Ada"), factory.contributor("Bob")
    sea, rail, road = (factory.topic(name) for name in ("Sea", "Rail", "Road"))
    post = factory.post(blog, "Wall", bylines=[ada], topics=[sea], minutes=0)
    mine = edited(me, blog, post, verification="developing", topics=[sea.pk, rail.pk])
    at = factory.NOON.replace(hour=9)
    theirs = {"is_key_event": True, "bylines": [bob], "topics": [sea, road], "published_at": at}
    publishing.update(post, by=anna, **theirs)
    answer = me.post(address("desk_edit", blog, post), mine)
    me.post(address("desk_edit", blog, post), {**again(answer), "verb": "save"})
    post = Post.objects.get(pk=post.pk)
    assert (post.verification, post.is_key_event, post.published_at) == ("developing", True, at)
    assert [each.contributor for each in post.bylines.all()] == [bob]
    assert {topic.name for topic in post.topics.all()} == {"Sea", "Rail", "Road"}


def test_a_mark_that_both_set_otherwise_is_asked_about(blog, me, anna):
    post = factory.post(blog, "Wall")
    mine = edited(me, blog, post, verification="developing")
    publishing.update(post, by=anna, verification="confirmed")
    answer = me.post(address("desk_edit", blog, post), mine)
    assert held(answer)["verification"].value() == "developing"
    assert list(answer.context["proposal"].asks) == [
        "You both changed the verification: yours stands until you choose."
    ]


def test_a_key_event_that_the_colleague_unmarked_is_unticked(blog, me, anna):
    post = factory.post(blog, "Wall", is_key_event=True)
    mine = edited(me, blog, post, headline="Mine")
    publishing.update(post, by=anna, is_key_event=False)
    answer = me.post(address("desk_edit", blog, post), mine)
    assert "is_key_event" not in held(answer).data


LINKS = [{"url": f"https://example.org/{each}", "author": each.title()} for each in ("one", "two")]


def test_a_link_taken_out_by_the_colleague_does_not_lend_its_answers_to_the_next(blog, me, anna):
    post = factory.post(blog, embeds=LINKS)
    mine = edited(me, blog, post, **{"quote-2-author": "Mine"})
    publishing.update(post, by=anna, embeds=LINKS[1:])
    answer = me.post(address("desk_edit", blog, post), mine)
    first = answer.context["sheet"].quotes[0]
    assert first["url"].value() == "https://example.org/two"
    assert first["author"].value() == "Mine"


def test_what_was_typed_about_a_link_that_is_gone_is_shown(blog, me, anna):
    post = factory.post(blog, embeds=LINKS)
    mine = edited(me, blog, post, **{"quote-1-author": "Typed with care"})
    publishing.update(post, by=anna, embeds=LINKS[1:])
    page = me.post(address("desk_edit", blog, post), mine).content.decode()
    assert "Typed with care</textarea>" in page


def test_a_link_that_the_colleague_added_is_there_as_they_left_it(blog, me, anna):
    post = factory.post(blog, embeds=LINKS[:1])
    mine = edited(me, blog, post, headline="Mine")
    publishing.update(post, by=anna, embeds=LINKS[::-1])
    answer = me.post(address("desk_edit", blog, post), mine)
    assert [form["url"].value() for form in answer.context["sheet"].quotes[:2]] == [
        "https://example.org/two",
        "https://example.org/one",
    ]


def test_what_both_wrote_alike_is_no_change_of_anybodys(blog, me, anna):
    post = factory.post(blog, "Wall")
    mine = edited(me, blog, post, headline="Wall holds")
    publishing.update(post, by=anna, headline="Wall holds")
    assert me.post(address("desk_edit", blog, post), mine).status_code == 302


def test_where_the_page_says_not_what_it_saw_all_that_differs_is_asked_about(blog, me, anna):
    post = factory.post(blog, "Wall", body="One")
    mine = edited(me, blog, post, body="Mine", revision="")
    publishing.update(post, by=anna, headline="Theirs")
    answer = me.post(address("desk_edit", blog, post), mine)
    assert {field.label for field in answer.context["proposal"].fields} == {"Headline", "Text"}
    assert all(field.is_conflict for field in answer.context["proposal"].fields)
    assert held(answer)["body"].value() == "Mine"


def test_markup_in_a_colleagues_words_is_shown_and_not_obeyed(blog, me, anna):
    post = factory.post(blog, "Wall")
    mine = edited(me, blog, post, headline="Mine")
    publishing.update(post, by=anna, headline='</textarea><b onclick="x">')
    page = me.post(address("desk_edit", blog, post), mine).content.decode()
    assert "<b onclick" not in page


def test_a_note_published_meanwhile_is_told(blog, me, anna):
    post = factory.post(blog, "Wall")
    mine = edited(me, blog, post, headline="Mine")
    publishing.correct(post, by=anna, text="It was the pier.", headline="Pier")
    page = me.post(address("desk_edit", blog, post), mine).content.decode()
    assert "A note was published under it: “It was the pier.”" in page


def test_a_correction_meets_the_colleagues_words_and_keeps_its_note(blog, anna):
    client, post = (
        at_work(factory.user("Corrections editors")),
        factory.post(blog, "Wall", body="One"),
    )
    form = client.get(address("desk_correct", blog, post)).context["form"]
    publishing.update(post, by=anna, headline="Wall holds")
    said = {"kind": "correction", "text": "Two.", "headline": "Wall", "body": "One\n\nTwo"}
    said["revision"] = form["revision"].value()
    answer = client.post(address("desk_correct", blog, post), said)
    form = answer.context["form"]
    assert answer.status_code == 409
    assert [form[name].value() for name in ("text", "headline", "body")] == [
        "Two.",
        "Wall holds",
        "One\n\nTwo",
    ]
    assert "The headline is now theirs." in answer.content.decode()
    assert client.post(address("desk_correct", blog, post), form.data).status_code == 302
    post = Post.objects.get(pk=post.pk)
    assert (post.headline, post.body) == ("Wall holds", "<p>One</p>\n<p>Two</p>")


def test_the_head_of_the_blog_holds_what_both_left(blog, me, anna):
    seen = me.get(address("desk_head", blog)).context["form"]["revision"].value()
    publishing.update_blog(blog, by=anna, title="Theirs")
    said = {"title": blog.title, "standfirst": "Mine.", "revision": seen}
    answer = me.post(address("desk_head", blog), said)
    form = answer.context["form"]
    assert (form["title"].value(), form["standfirst"].value()) == ("Theirs", "Mine.")
    assert me.post(address("desk_head", blog), form.data).status_code == 302
    assert Blog.objects.get(pk=blog.pk).title == "Theirs"


def test_the_head_is_met_inside_the_desk_too(blog, me, anna):
    seen = me.get(address("desk_head", blog)).context["form"]["revision"].value()
    publishing.update_blog(blog, by=anna, title="Theirs")
    said = {"title": "Mine", "standfirst": "", "revision": seen}
    answer = me.post(address("desk_head", blog), said, headers={"hx-request": "true"})
    page = answer.content.decode()
    assert "You both changed the title: yours stands until you choose." in page
    assert "<html" not in page


def test_a_new_sheet_sent_again_over_a_colleagues_change_is_merged_with_it(blog, me, anna):
    said = {"headline": "Wall", "body": "One", "token": "abc", "page": "laptop.1"}
    link = {"links": "abcde1", "link-abcde1-url": "https://example.org/", "link-abcde1-text": "Hm"}
    me.post(address("desk", blog), sheet(**said, **link))
    post = blog.posts.get()
    publishing.update(post, by=anna, headline="Wall holds")
    answer = me.post(address("desk", blog), sheet(**{**said, "body": "One\n\nTwo"}, **link))
    assert answer.status_code == 409
    asked = answer.context["proposal"]
    assert not asked.has_conflicts
    assert [field.label for field in asked.fields] == ["Headline", "Text"]
    assert held(answer)["headline"].value() == "Wall holds"
    saved = me.post(answer.context["action"], {**again(answer), "verb": "save"})
    assert saved.status_code == 302
    post = blog.posts.get()
    assert (post.headline, post.body) == ("Wall holds", "<p>One</p>\n<p>Two</p>")
    assert post.embeds.count() == 1
    assert post.is_published


def test_a_reporters_new_sheet_sent_again_shows_what_an_editor_made_of_it(blog, anna):
    reporter = at_work(factory.user("Reporters"))
    said = sheet(headline="Wall", body="One", token="abc", verb="submit", page="laptop.1")
    reporter.post(address("desk", blog), said)
    publishing.update(blog.posts.get(), by=anna, headline="Wall holds")
    answer = reporter.post(address("desk", blog), {**said, "body": "One\n\nTwo"})
    assert answer.status_code == 409
    assert "take it back" in answer.content.decode()
    assert "Two" in answer.content.decode()
    assert blog.posts.get().body == "<p>One</p>"


def test_what_was_sent_from_another_page_is_no_version_that_this_one_has_seen(blog, me):
    """Nobody knows what both began with: neither's words count as taken out."""
    said = {"headline": "Wall", "token": "abc", "verb": "submit"}
    me.post(
        address("desk", blog), sheet(**said, body="It holds. From the laptop.", page="laptop.1")
    )
    phone = sheet(**said, body="It holds. From the street.", page="phone.1")
    answer = me.post(address("desk", blog), phone)
    assert answer.status_code == 409
    asked = answer.context["proposal"]
    assert [(each.label, each.before) for each in asked.fields] == [("Text", None)]
    assert asked.has_conflicts
    assert "you (on another page) changed this post" in answer.content.decode()


@pytest.mark.parametrize(("verb", "status"), [("save", "draft"), ("submit", "submitted")])
def test_whose_post_has_left_their_hands_sends_their_words_as_a_new_update(
    blog, anna, verb: str, status: str
):
    user = factory.user("Reporters")
    reporter, post = at_work(user), factory.draft(blog, "Wall", by=user, body="One")
    typed = edited(reporter, blog, post, body="One\n\nThe second sentence", page="laptop.1")
    kept = {**typed, "typed": "1", "post": post.public_id}
    reporter.post(address("desk_keep", blog), kept)
    publishing.publish(post, by=anna)
    answer = reporter.post(address("desk_edit", blog, post), {**typed, "verb": "submit"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "not yours to change any more" in page
    assert "Readers see this change as" not in page
    assert held(answer)["at"].value() == ""
    assert "Time shown" not in [each.label for each in answer.context["proposal"].fields]
    to = next(each.address for each in answer.context["buttons"] if each.verb == verb)
    assert f'value="{verb}" formaction="{to}"' in page
    sent = {**again(answer), "page": "laptop.2", "verb": verb}
    for _ in range(2):
        assert reporter.post(to, sent).status_code == 302
    new = blog.posts.exclude(pk=post.pk).get()
    assert (new.status, new.created_by) == (status, user)
    assert new.body == "<p>One</p>\n<p>The second sentence</p>"
    assert not OpenSheet.objects.with_words().exists()
    post.refresh_from_db()
    assert post.body == "<p>One</p>"
