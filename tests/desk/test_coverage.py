"""The head of the desk: what is in view, its last word, its picture, its explainers, its team."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from liveblog import publishing
from liveblog.desk.shelf import seen_of
from liveblog.models import Blog, Membership, Photo, PhotoCaption, Post
from tests import factory
from tests.desk.desk import Cast, address, at_work
from tests.desk.pictures import jpeg

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def fresh(blog: Blog) -> Blog:
    return Blog.objects.get(pk=blog.pk)


UNPINNED = "is not pinned here any more: a colleague has unpinned it meanwhile"


def where(name: str, blog: Blog, *more: int) -> str:
    return reverse(f"liveblog:{name}", args=[blog.pk, *more])


def photo(**words: object) -> Photo:
    known = {"alt_text": "A wall", "credit": "Ada/Us", "file": "photos/wall.jpg"}
    made = Photo(**{**known, "width_px": 900, "height_px": 600, **words})
    # The file is not read: only its name is printed.
    made.update_dimension_fields = lambda *a, **k: None  # type: ignore[method-assign]
    return publishing.save_shared(made, by=None)


def editor() -> Client:
    return at_work(factory.user("Editors"))


def facts(client: Client, blog: Blog) -> str:
    page = client.get(address("desk", blog)).content.decode()
    found = re.search(r'<p class="coverage-facts">(.*?)</p>', page, re.S)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


# In view


def test_the_facts_say_state_posts_last_version_and_clock(time_machine):
    time_machine.move_to("2023-09-19T12:00:00Z", tick=False)
    blog = factory.blog(time_zone="Asia/Yerevan")
    factory.post(blog)
    time_machine.move_to("2023-09-19T12:03:00Z", tick=False)
    said = facts(editor(), blog)
    assert said.startswith("Live 1 post last at 16:00, 3 min ago")
    assert f"version {fresh(blog).version}" in said
    assert "clock: Asia/Yerevan, 16:03" in said
    assert "public" in said


@pytest.mark.parametrize(
    ("hours", "said"), [(0, "just now"), (2, "2 h ago"), (30, "at 13:00, 19 Sep version")]
)
def test_how_long_since_is_said_as_one_says_it(time_machine, hours: int, said: str):
    time_machine.move_to("2023-09-19T12:00:00Z", tick=False)
    blog = factory.blog()
    factory.post(blog)
    time_machine.move_to(factory.NOON + timedelta(hours=hours), tick=False)
    assert said in facts(editor(), blog)


def test_who_finds_the_blog_is_in_view():
    blog = factory.blog(is_public=False, is_restricted=True)
    said = facts(at_work(factory.admin()), blog)
    assert "Not public" in said
    assert "Team only" in said


# The closing line


def test_an_editor_ends_coverage_with_its_closing_line():
    blog = factory.blog()
    editor().post(address("desk_close", blog), {"closing_line": "More in the morning."})
    assert (fresh(blog).state, fresh(blog).closing_line) == ("ended", "More in the morning.")


def test_a_closing_line_that_is_too_long_comes_back_and_nothing_has_ended():
    blog = factory.blog()
    answer = editor().post(address("desk_close", blog), {"closing_line": "x" * 301})
    assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()
    assert fresh(blog).is_live


def test_who_ends_it_second_is_told_that_another_line_stands():
    blog = publishing.close(factory.blog(), by=None, closing_line="Goodnight.")
    client = editor()
    answer = client.post(address("desk_close", blog), {"closing_line": "Bye."})
    assert answer.status_code == 409
    assert "ended it already, with “Goodnight.”" in answer.content.decode()
    assert fresh(blog).closing_line == "Goodnight."
    form = answer.context["form"]
    assert form["closing_line"].value() == "Bye."
    said = {field.html_name: field.value() for field in form}
    assert client.post(address("desk_head", blog), said).status_code == 302
    assert fresh(blog).closing_line == "Bye."
    assert fresh(blog).title == blog.title


def test_who_ends_it_second_is_told_who_ended_it_this_time():
    blog, anna = factory.blog(), factory.user("Editors", first_name="Anna", last_name="Ort")
    publishing.close(blog, by=factory.user("Editors", first_name="Ben", last_name="Li"))
    publishing.open(blog, by=None)
    at_work(anna).post(address("desk_close", blog), {"closing_line": "Goodnight."})
    answer = editor().post(address("desk_close", blog), {"closing_line": "Bye."})
    assert "Anna Ort had ended it already" in answer.content.decode()


def test_who_opens_it_again_is_told_what_its_end_took_back():
    blog, client = factory.blog(), editor()
    still_scheduled(blog, "At eight", "At nine")
    publishing.close(blog, by=None, take_back=True)
    answer = client.post(address("desk_open", blog), follow=True).content.decode()
    assert "2 drafts have their times still to come: schedule them again" in answer


def still_scheduled(blog: Blog, *headlines: str) -> list[Post]:
    at = timezone.now() + timedelta(hours=2)
    return [
        publishing.schedule(factory.draft(blog, each), by=None, at=at + timedelta(minutes=n))
        for n, each in enumerate(headlines)
    ]


def closing(client: Client, blog: Blog, **said: str) -> dict[str, str]:
    """What the desk's form would send: a tick that is not set is not there."""
    form = client.get(address("desk", blog)).context["coverage"].close_form
    answers = {field.html_name: field.value() for field in form}
    return {name: "on" if each is True else each or "" for name, each in answers.items()} | said


def test_what_is_scheduled_is_named_and_becomes_drafts_with_their_times():
    blog, client = factory.blog(), editor()
    first, second = still_scheduled(blog, "Cranes move", "Gates close")
    page = client.get(address("desk", blog)).content.decode()
    assert "2 updates are still scheduled:" in page
    assert re.search(r'class="still-scheduled".*Cranes move.*Gates close.*</ul>', page, re.DOTALL)
    answer = client.post(address("desk_close", blog), closing(client, blog), follow=True)
    assert "2 scheduled updates are drafts again." in answer.content.decode()
    assert fresh(blog).is_ended
    for post in (first, second):
        at = post.published_at
        post.refresh_from_db()
        assert (post.status, post.published_at) == ("draft", at)
        last = post.revisions.latest("pk")
        assert (last.act, last.note) == ("sent back", "Coverage has ended.")


def test_what_is_scheduled_appears_after_the_end_if_that_is_wanted():
    blog, client = factory.blog(), editor()
    (post,) = still_scheduled(blog, "Cranes move")
    said = closing(client, blog)
    del said["take_back"]
    answer = client.post(address("desk_close", blog), said, follow=True)
    assert "1 scheduled update will appear all the same" in answer.content.decode()
    post.refresh_from_db()
    assert (fresh(blog).is_ended, post.status) == (True, "scheduled")


def test_what_was_scheduled_since_is_not_decided_unseen():
    blog, client = factory.blog(), editor()
    said = closing(client, blog, closing_line="Bye.")
    (post,) = still_scheduled(blog, "Cranes move")
    answer = client.post(address("desk_close", blog), said)
    assert answer.status_code == 422
    assert "Say what becomes of what is scheduled" in answer.content.decode()
    assert "Cranes move" in answer.content.decode()
    assert fresh(blog).is_live
    form = answer.context["form"]
    again = {field.html_name: field.value() for field in form}
    assert (again["take_back"], again["closing_line"]) == (True, "Bye.")
    assert client.post(address("desk_close", blog), again).status_code == 302
    post.refresh_from_db()
    assert (fresh(blog).is_ended, post.status) == (True, "draft")


def test_what_is_due_as_coverage_ends_is_published_and_not_taken_back():
    blog, client = factory.blog(), editor()
    said = closing(client, blog)
    post = factory.draft(blog, "Cranes move")
    publishing.schedule(post, by=None, at=timezone.now() + timedelta(seconds=5))
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert client.post(address("desk_close", blog), said).status_code == 302
    post.refresh_from_db()
    assert (fresh(blog).is_ended, post.status) == (True, "published")


def test_a_second_click_on_the_end_passes():
    blog, client = factory.blog(), editor()
    for _ in range(2):
        answer = client.post(address("desk_close", blog), {"closing_line": "Bye."})
        assert answer.status_code == 302


def test_the_closing_line_is_worded_anew_with_the_head_of_an_ended_blog_only():
    blog, client = factory.blog(), editor()
    assert "closing_line" not in client.get(address("desk_head", blog)).context["form"].fields
    publishing.close(blog, by=None, closing_line="Goodnight.")
    form = client.get(address("desk_head", blog)).context["form"]
    assert form["closing_line"].value() == "Goodnight."
    said = {"title": blog.title, "closing_line": "Bye.", "revision": form["revision"].value()}
    assert client.post(address("desk_head", blog), said).status_code == 302
    assert fresh(blog).closing_line == "Bye."


def test_a_new_pin_does_not_stand_in_the_way_of_a_headline():
    blog, client = factory.blog(), editor()
    seen = client.get(address("desk_head", blog)).context["form"]["revision"].value()
    publishing.pin_explainer(blog, factory.explainer(), by=None)
    said = {"title": "New", "standfirst": "", "revision": seen}
    assert client.post(address("desk_head", blog), said).status_code == 302
    assert fresh(blog).title == "New"


def test_a_closing_line_typed_while_a_colleague_reopened_coverage_is_handed_back():
    blog, client = publishing.close(factory.blog(), by=None), editor()
    form = client.get(address("desk_head", blog)).context["form"]
    said = {"title": "Anew", "closing_line": "Typed with care", "standfirst": ""}
    said["revision"] = form["revision"].value()
    publishing.open(blog, by=factory.user(first_name="Ben", last_name="Li"))
    answer = client.post(address("desk_head", blog), said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ben Li opened coverage again, so there is no closing line now." in page
    assert "What you wrote: “Typed with care”" in page
    said = {field.name: field.value() or "" for field in answer.context["form"]}
    assert client.post(address("desk_head", blog), said).status_code == 302
    assert fresh(blog).title == "Anew"


# The lead picture


def put(client: Client, blog: Blog, picture: Photo, **said: object) -> int:
    page = client.get(address("desk_lead", blog), {"photo": picture.pk})
    seen = page.context["form"]["revision"].value()
    answer = {"photo": picture.pk, "caption": "", "revision": seen or "", **said}
    return client.post(address("desk_lead", blog), answer).status_code


def test_a_lead_picture_is_found_by_all_the_words_of_its_library():
    blog, client = factory.blog(), editor()
    photo(alt_text="A wall in Bristol", caption="After the storm", file="photos/a.jpg")
    photo(alt_text="A wall in Leeds", file="photos/b.jpg")
    page = client.get(address("desk_lead", blog), {"q": "wall storm"}).content.decode()
    assert "Bristol" in page
    assert "Leeds" not in page


def test_a_chosen_picture_heads_the_blog_with_its_caption_here():
    blog, picture = factory.blog(), photo(caption="The agency’s words")
    assert put(editor(), blog, picture, caption="Seen from the harbour") == 302
    lead = PhotoCaption.objects.get(blog=blog)
    assert (lead.photo, lead.caption) == (picture, "Seen from the harbour")
    assert "Seen from the harbour" in Client().get(blog.get_absolute_url()).content.decode()


def test_a_picture_without_alt_text_is_not_put_there_until_it_has_one():
    blog, client, picture = factory.blog(), editor(), photo(alt_text="")
    assert put(client, blog, picture) == 422
    assert not PhotoCaption.objects.filter(blog=blog).exists()
    assert put(client, blog, picture, alt_text="A bridge") == 302
    assert Photo.objects.get(pk=picture.pk).alt_text == "A bridge"


def test_a_picture_whose_licence_has_ended_is_shown_as_that_and_not_taken():
    blog, client = factory.blog(), editor()
    picture = photo(use_until=timezone.localdate() - timedelta(days=1))
    page = client.get(address("desk_lead", blog)).content.decode()
    assert "A wall" in page
    assert "Licence ran out on" in page
    assert f"?photo={picture.pk}" not in page
    assert put(client, blog, picture) == 422


def test_a_picture_that_the_library_lost_is_not_found():
    blog, client = factory.blog(), editor()
    for nonsense in ("0", "x", "-1"):
        asked = {"photo": nonsense}
        assert client.get(address("desk_lead", blog), asked).status_code == 404
        assert client.post(address("desk_lead", blog), asked).status_code == 404


def test_a_new_caption_never_brings_back_a_picture_that_a_colleague_replaced():
    blog, client = factory.blog(), editor()
    old, new = photo(file="photos/old.jpg"), photo(file="photos/new.jpg")
    publishing.set_lead(blog, by=None, photo=old)
    form = client.get(address("desk_lead", blog)).context["form"]
    publishing.set_lead(blog, by=None, photo=new)
    said = {"photo": old.pk, "caption": "Mine", "revision": form["revision"].value()}
    answer = client.post(address("desk_lead", blog), said)
    assert answer.status_code == 422
    assert PhotoCaption.objects.get(blog=blog).photo == new
    said["revision"] = answer.context["form"]["revision"].value()
    assert client.post(address("desk_lead", blog), said).status_code == 302


def upload(**said: str) -> dict[str, object]:
    file = SimpleUploadedFile("wall.jpg", jpeg(), "image/jpeg")
    words = {"alt_text": "A wall", "credit": "Ada/Us", "caption": "Today", **said}
    return {"lead-picture": file, **{f"lead-{name}": each for name, each in words.items()}}


def test_an_uploaded_picture_heads_the_blog_and_joins_the_library():
    blog = factory.blog()
    assert editor().post(address("desk_lead_upload", blog), upload()).status_code == 302
    lead = PhotoCaption.objects.get(blog=blog)
    assert (lead.photo.alt_text, lead.caption) == ("A wall", "Today")


def test_an_upload_without_its_file_is_refused_and_its_words_are_kept():
    blog = factory.blog()
    answer = editor().post(address("desk_lead_upload", blog), {"lead-alt_text": "No file"})
    assert answer.status_code == 422
    assert answer.context["upload"]["alt_text"].value() == "No file"
    assert not PhotoCaption.objects.filter(blog=blog).exists()


@pytest.mark.parametrize("lacks", ["alt_text", "credit"])
def test_an_upload_that_lacks_words_is_in_the_library_and_asked_for_them(lacks: str):
    """A browser forgets the file of a page that is refused."""
    blog, client = factory.blog(), editor()
    seen = client.get(address("desk_lead", blog)).context["upload"]["revision"].value()
    said = upload(**{lacks: "", "revision": str(seen)})
    answer = client.post(address("desk_lead_upload", blog), said)
    assert answer.status_code == 422
    assert not PhotoCaption.objects.filter(blog=blog).exists()
    form = answer.context["form"]
    assert list(form.errors) == [lacks]
    assert "Not at the head yet." in answer.content.decode()
    said = {field.name: field.value() for field in form}
    assert said["caption"] == "Today"
    again = client.post(address("desk_lead", blog), {**said, lacks: "A wall"})
    assert again.status_code == 302
    stands = PhotoCaption.objects.get(blog=blog)
    assert (getattr(stands.photo, lacks), stands.caption) == ("A wall", "Today")
    assert Photo.objects.count() == 1


def test_another_picture_that_is_looked_at_is_not_said_to_be_the_lead():
    blog, client = factory.blog(), editor()
    stands, other = photo(), photo(file="photos/quay.jpg", sha256="2")
    publishing.set_lead(blog, by=None, photo=stands)
    page = client.get(address("desk_lead", blog), {"photo": other.pk}).content.decode()
    assert "Not at the head yet. It takes the place of" in page
    assert "Take the lead picture away" not in page
    assert "Take the lead picture away" in client.get(address("desk_lead", blog)).content.decode()


def test_a_file_that_is_no_picture_is_refused_in_words():
    file = SimpleUploadedFile("note.jpg", b"Dear desk", "image/jpeg")
    answer = editor().post(
        address("desk_lead_upload", factory.blog()), {**upload(), "lead-picture": file}
    )
    assert answer.status_code == 422
    assert "note.jpg" in answer.content.decode()


def test_an_uploaded_picture_does_not_take_anothers_place_unseen_and_is_in_the_library():
    blog, client = factory.blog(), editor()
    seen = client.get(address("desk_lead", blog)).context["upload"]["revision"].value()
    other = photo()
    publishing.set_lead(blog, by=None, photo=other)
    answer = client.post(address("desk_lead_upload", blog), upload(revision=str(seen)))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert "changed the lead picture after you opened this page" in answer.content.decode()
    assert PhotoCaption.objects.get(blog=blog).photo == other
    said = {field.name: field.value() for field in form}
    assert said["caption"] == "Today"
    assert client.post(address("desk_lead", blog), said).status_code == 302
    stands = PhotoCaption.objects.get(blog=blog)
    assert (stands.photo.alt_text, stands.photo.brought_to) == ("A wall", blog)


def test_an_upload_that_is_sent_twice_is_one():
    blog, client = factory.blog(), editor()
    codes = [client.post(address("desk_lead_upload", blog), upload()).status_code for _ in "12"]
    assert codes == [302, 302]
    assert Photo.objects.count() == 1


def test_the_lead_picture_is_taken_away():
    blog, client = factory.blog(), editor()
    publishing.set_lead(blog, by=None, photo=photo())
    seen = client.get(address("desk_lead", blog)).context["seen"]
    client.post(address("desk_lead_remove", blog), {"revision": seen.pk})
    assert not PhotoCaption.objects.filter(blog=blog).exists()


def test_a_colleagues_lead_picture_is_not_taken_away_unseen():
    blog, client = factory.blog(), editor()
    publishing.set_lead(blog, by=None, photo=photo())
    seen = client.get(address("desk_lead", blog)).context["seen"]
    theirs = photo(file="photos/teal.jpg")
    publishing.set_lead(blog, by=factory.user(first_name="Ben", last_name="Li"), photo=theirs)
    said = {"revision": seen.pk}
    page = client.post(address("desk_lead_remove", blog), said, follow=True).content.decode()
    assert "Ben Li changed the lead picture after you opened this page. It still stands." in page
    assert PhotoCaption.objects.get(blog=blog).photo == theirs


def test_a_photo_of_five_thousand_digits_is_not_found():
    assert (
        editor().get(address("desk_lead", factory.blog()), {"photo": "9" * 5000}).status_code == 404
    )


# The explainers


def shelf(blog: Blog) -> list[str]:
    return [pin.explainer.title for pin in blog.pins.order_by("order")]


def pinned(blog: Blog, *titles: str) -> list:
    explainers = [factory.explainer(title) for title in titles]
    for each in explainers:
        publishing.pin_explainer(blog, each, by=None)
    return explainers


def test_an_explainer_is_found_and_pinned_and_not_offered_again():
    blog, client = factory.blog(), editor()
    tide, _ = factory.explainer("What is a tide?"), factory.explainer("What is a by-election?")
    page = client.get(where("desk_explainers", blog), {"q": "tide"}).content.decode()
    assert "What is a tide?" in page
    assert "by-election" not in page
    answer = client.post(where("desk_explainer_pin", blog, tide.pk), follow=True)
    assert shelf(blog) == ["What is a tide?"]
    assert where("desk_explainer_pin", blog, tide.pk) not in answer.content.decode()


def test_a_draft_is_neither_offered_nor_pinned():
    blog, client = factory.blog(), editor()
    draft = factory.explainer("What is a draft?", published_at=None)
    assert "What is a draft?" not in client.get(where("desk_explainers", blog)).content.decode()
    answer = client.post(where("desk_explainer_pin", blog, draft.pk), follow=True)
    assert "publish it before you pin it" in answer.content.decode()
    assert shelf(blog) == []


def test_a_second_click_on_pin_keeps_how_it_is_shown():
    blog, explainer = factory.blog(), factory.explainer()
    publishing.pin_explainer(blog, explainer, by=None, is_open=True)
    editor().post(where("desk_explainer_pin", blog, explainer.pk))
    assert blog.pins.get().is_open


def test_up_and_down_name_a_place_so_that_a_second_click_moves_no_further():
    blog, client = factory.blog(), editor()
    _, _, c = pinned(blog, "A", "B", "C")
    for _ in range(2):
        client.post(where("desk_explainer_move", blog, c.pk), {"place": "2"})
    assert shelf(blog) == ["A", "C", "B"]


@pytest.mark.parametrize("place", ["", "x", "-1", "99999"])
def test_a_place_that_is_none_moves_nothing(place: str):
    blog, client = factory.blog(), editor()
    _, b = pinned(blog, "A", "B")
    answer = client.post(where("desk_explainer_move", blog, b.pk), {"place": place}, follow=True)
    assert answer.status_code == 200
    assert shelf(blog) == ["A", "B"]


def test_how_and_when_an_explainer_is_shown_is_set_by_the_blogs_clock():
    blog, client = factory.blog(time_zone="Asia/Yerevan"), editor()
    (a,) = pinned(blog, "A")
    name = f"pin-{a.pk}"
    seen = {f"{name}-seen": seen_of(blog.pins.get())}
    said = {**seen, f"{name}-is_open": "on", f"{name}-shown_until": "2099-01-01T16:00"}
    client.post(where("desk_explainer_set", blog, a.pk), said)
    pin = blog.pins.get()
    assert pin.is_open
    assert pin.shown_until.isoformat() == "2099-01-01T12:00:00+00:00"
    panel = client.get(where("desk_explainers", blog)).content.decode()
    assert '<span class="pin-when">until 16:00, 1 Jan</span>' in panel


def test_how_a_colleague_set_it_meanwhile_is_not_overwritten_unseen():
    blog, client = factory.blog(time_zone="UTC"), editor()
    (a,) = pinned(blog, "A")
    name = f"pin-{a.pk}"
    seen = seen_of(blog.pins.get())
    moment = datetime(2099, 1, 1, 16, tzinfo=UTC)
    publishing.pin_explainer(blog, a, by=factory.user(), shown_until=moment)
    said = {f"{name}-seen": seen, f"{name}-is_open": "on"}
    answer = client.post(where("desk_explainer_set", blog, a.pk), said)
    assert answer.status_code == 422
    assert "set it after you opened this: folded, until 16:00, 1 January 2099" in (
        answer.content.decode()
    )
    assert blog.pins.get().shown_until == moment
    again = next(row.form for row in answer.context["pins"])
    said = {f"{name}-seen": again["seen"].value(), f"{name}-is_open": "on"}
    assert again["is_open"].value()
    for _ in range(2):
        assert client.post(where("desk_explainer_set", blog, a.pk), said).status_code == 302
    assert (blog.pins.get().is_open, blog.pins.get().shown_until) == (True, None)


def test_an_end_before_the_beginning_is_refused_in_its_own_row():
    blog, client = factory.blog(), editor()
    (a,) = pinned(blog, "A")
    name = f"pin-{a.pk}"
    said = {f"{name}-shown_from": "2099-01-02T16:00", f"{name}-shown_until": "2099-01-01T16:00"}
    answer = client.post(where("desk_explainer_set", blog, a.pk), said)
    assert answer.status_code == 422
    assert "It would end before it begins" in answer.content.decode()
    assert "2099-01-02T16:00" in answer.content.decode()
    assert blog.pins.get().shown_from is None


def test_an_explainer_is_unpinned_twice_as_once():
    blog, client = factory.blog(), editor()
    (a,) = pinned(blog, "A")
    for _ in range(2):
        assert client.post(where("desk_explainer_unpin", blog, a.pk)).status_code == 302
    assert shelf(blog) == []


# In place, for htmx


def test_for_htmx_a_panel_is_the_head_of_the_desk_and_no_page():
    blog, client = factory.blog(), editor()
    for name in ("desk_head", "desk_lead", "desk_explainers", "desk_coverage"):
        answer = client.get(where(name, blog), headers=HTMX)
        html = answer.content.decode()
        assert 'id="coverage"' in html
        assert "<html" not in html
        assert "HX-Request" in answer["Vary"]


def test_for_htmx_a_step_answers_with_the_head_as_it_is_now():
    blog = factory.blog()
    answer = editor().post(address("desk_pause", blog), headers=HTMX).content.decode()
    assert "state-paused" in answer
    assert "Coverage is paused, and readers are told." in answer
    assert f"version {fresh(blog).version}" in answer


def test_for_htmx_a_refused_headline_comes_back_in_place():
    blog = factory.blog()
    answer = editor().post(address("desk_head", blog), {"title": ""}, headers=HTMX)
    assert answer.status_code == 422
    assert 'id="coverage"' in answer.content.decode()


def test_the_head_alone_is_the_whole_desk_for_a_plain_browser():
    blog = factory.blog()
    assert editor().get(where("desk_coverage", blog))["Location"] == address("desk", blog)


# The team


def test_the_team_stands_on_the_desk_with_its_roles():
    blog = factory.blog(is_restricted=True)
    anna = factory.user(first_name="Anna", last_name="Bell")
    Membership.objects.create(blog=blog, user=anna, role="editor")
    page = at_work(anna).get(address("desk", blog)).content.decode()
    assert re.search(r"Anna Bell <span[^>]*>Editor<", page)
    assert "Change the team" in page
    assert "The whole newsroom" not in page


def test_who_may_not_run_the_blog_reads_the_team_and_changes_nothing():
    blog = factory.blog()
    page = at_work(factory.user("Reporters")).get(address("desk", blog)).content.decode()
    assert "The whole newsroom" in page
    for offer in ("Change the team", where("desk_lead", blog), where("desk_explainers", blog)):
        assert offer not in page


def test_a_pinned_explainer_is_told_in_the_stream_by_one_press_and_a_double_click_tells_it_once():
    blog, client = factory.blog(), editor()
    (a,) = pinned(blog, "A")
    for _ in range(2):
        client.post(where("desk_explainer_tell", blog, a.pk), {"after": ""})
    (post,) = blog.posts.published()
    assert post.explainer == a
    page = client.get(where("desk_explainers", blog)).content.decode()
    assert f'name="after" value="{post.public_id}"' in page
    assert address("desk_edit", blog, post) in page


def test_an_explainer_that_is_not_pinned_here_is_not_told_here():
    blog = factory.blog()
    (elsewhere,) = pinned(factory.blog(), "Elsewhere")
    answer = editor().post(where("desk_explainer_tell", blog, elsewhere.pk), follow=True)
    assert UNPINNED in answer.content.decode()
    assert not blog.posts.exists()


def test_where_else_an_explainer_is_pinned_is_in_view_but_no_other_teams_story():
    blog = factory.blog()
    (a,) = pinned(blog, "A")
    for title, is_restricted in (("Another story", False), ("Secret story", True)):
        other = factory.blog(title=title, is_restricted=is_restricted)
        publishing.pin_explainer(other, a, by=None)
    page = editor().get(where("desk_explainers", blog)).content.decode()
    assert "Another story" in page
    assert "Secret story" not in page


def test_a_new_explainer_is_written_and_pinned_at_once_and_a_double_click_is_once():
    blog, client = factory.blog(), editor()
    said = {"new-explainer-title": "What is a tie?", "new-explainer-body": "<p>As many.</p>"}
    for _ in range(2):
        assert client.post(where("desk_new_explainer", blog), said).status_code == 302
    assert shelf(blog) == ["What is a tie?"]
    assert client.get("/explainers/what-is-a-tie/").status_code == 200


@pytest.mark.parametrize(
    ("title", "body", "said"),
    [("What is a tie?", "", "required"), ("what is a count?", "Words.", "called")],
)
def test_a_new_explainer_that_is_refused_loses_no_word(title: str, body: str, said: str):
    blog = factory.blog()
    factory.explainer("What is a count?")
    sent = {"new-explainer-title": title, "new-explainer-body": body}
    answer = editor().post(where("desk_new_explainer", blog), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{title}"' in page
    assert body in page
    assert not blog.pins.exists()


# The ladder

PAGES = ["desk_coverage", "desk_head", "desk_lead", "desk_explainers"]
PRESSES = [
    "desk_lead_upload",
    "desk_lead_remove",
    "desk_new_explainer",
    "desk_explainer_tell",
    "desk_explainer_pin",
    "desk_explainer_unpin",
    "desk_explainer_set",
    "desk_explainer_move",
]


def _address_of(name: str, blog: Blog) -> str:
    more = [pinned(blog, "Pinned")[0].pk] if "explainer_" in name else []
    return where(name, blog, *more)


@pytest.mark.parametrize("name", [*PAGES, *PRESSES])
def test_a_head_is_changed_by_who_may_and_by_no_link(name: str):
    blog, team = factory.blog(), Cast()
    publishing.set_lead(blog, by=None, photo=photo())
    at = _address_of(name, blog)
    before = fresh(blog).version
    method = "get" if name in PAGES else "post"
    other = "delete" if name in PAGES else "get"
    assert getattr(at_work(team.editor), other)(at).status_code == 405
    assert "/login/" in getattr(Client(), method)(at)["Location"]
    refused = [team.reader]
    if name != "desk_coverage":  # Everybody here sees where the story stands.
        refused += [team.reporter, team.corrections, team.other_teams_editor]
    for somebody in refused:
        assert getattr(at_work(somebody), method)(at).status_code == 403
    publishing.update_blog(blog, by=None, is_restricted=True)
    assert getattr(at_work(team.editor), method)(at).status_code == 404
    assert fresh(blog).version == before


@pytest.mark.parametrize("name", ["desk_explainer_set", "desk_explainer_move"])
def test_one_that_is_not_pinned_here_any_more_is_told_so(name: str):
    blog = factory.blog()
    (elsewhere,) = pinned(factory.blog(), "Elsewhere")
    answer = editor().post(where(name, blog, elsewhere.pk), {"place": "1"}, follow=True)
    assert UNPINNED in answer.content.decode()
    assert not blog.pins.exists()
