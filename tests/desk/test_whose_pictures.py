"""A picture that stands only where one may not look is offered, found and taken nowhere."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liveblog import permissions, publishing
from liveblog.models import Blog, Membership, Photo, Post
from tests import factory
from tests.admin.conftest import at, save, signed_in
from tests.desk.desk import address, at_work, edited, sheet
from tests.desk.pictures import jpeg
from tests.desk.test_library import in_library

pytestmark = pytest.mark.django_db
WORDS = "A raid at dawn"


@pytest.fixture
def photo() -> Photo:
    return in_library("navy", alt_text=WORDS)


@pytest.fixture
def blog() -> Blog:
    return factory.blog()


@pytest.fixture
def secret() -> Blog:
    return factory.blog(is_restricted=True)


@pytest.fixture
def editor() -> User:
    return factory.user("Editors")


def stand(photo: Photo, blog: Blog, **made: Any) -> Post:
    return factory.post(blog, photos=[{"photo": photo, "caption": ""}], **made)


def in_a_post(photo: Photo, blog: Blog) -> None:
    stand(photo, blog)


def at_the_head(photo: Photo, blog: Blog) -> None:
    publishing.set_lead(blog, by=None, photo=photo)


def in_a_link(photo: Photo, blog: Blog) -> None:
    factory.post(blog, embeds=[{"url": "https://example.org/a", "thumbnail": photo}])


PLACES = [in_a_post, at_the_head, in_a_link]
each_place = pytest.mark.parametrize("place", PLACES, ids=[each.__name__ for each in PLACES])


@each_place
def test_nobody_but_its_team_is_offered_it(
    place: Any, photo: Photo, blog: Blog, secret: Blog, editor: User
):
    place(photo, secret)
    client = at_work(editor)
    for where in (address("desk_library", blog), address("desk_lead", blog)):
        for query in ("", "?q=raid"):
            assert WORDS not in client.get(where + query).content.decode()
    asked = {"app_label": "liveblog", "field_name": "photo", "term": "raid"}
    found = client.get("/admin/autocomplete/", {**asked, "model_name": "photocaption"})
    assert found.json()["results"] == []
    assert WORDS not in client.get(at("photo_changelist")).content.decode()
    assert client.get(at("photo_change", photo.pk)).status_code == 404
    member = factory.user()
    Membership.objects.create(blog=secret, user=member, role="editor")
    assert WORDS in at_work(member).get(address("desk_library", secret)).content.decode()
    assert WORDS in at_work(factory.admin()).get(address("desk_library", blog)).content.decode()


def test_nobody_takes_it_by_its_number(photo: Photo, blog: Blog, secret: Blog, editor: User):
    stand(photo, secret)
    client = at_work(editor)
    answer = client.post(address("desk_picture", blog), {"photo": photo.pk})
    assert answer.status_code == 422
    assert client.get(address("desk_lead", blog) + f"?photo={photo.pk}").status_code == 404
    put = {"photo": photo.pk, "caption": "", "revision": ""}
    assert client.post(address("desk_lead", blog), put).status_code == 404
    named = {"pictures": [photo.pk], f"shown-{photo.pk}-caption": "Taken"}
    sent = client.post(address("desk", blog), sheet(headline="Mine", **named))
    assert sent.status_code == 422
    post = factory.draft(blog, "Mine")
    client.post(address("desk_edit", blog, post), edited(client, blog, post, **named))
    preview = client.post(address("desk_preview", blog), sheet(headline="Mine", **named))
    assert WORDS not in preview.content.decode()
    assert not post.photos.exists()
    assert not hasattr(Blog.objects.get(pk=blog.pk), "lead")


def test_the_admins_forms_take_it_neither(photo: Photo, blog: Blog, secret: Blog, editor: User):
    stand(photo, secret)
    post, client = factory.post(blog), at_work(editor)
    forged = {"photos__TOTAL_FORMS": 1, "photos__0__photo": photo.pk, "_continue": "1"}
    page = save(client, at("post_change", post.pk), **forged)
    assert page.status_code == 200
    assert WORDS not in page.content.decode()
    lead = {"lead__TOTAL_FORMS": 1, "lead__0__photo": photo.pk, "_continue": "1"}
    assert WORDS not in save(client, at("blog_change", blog.pk), **lead).content.decode()
    for noun, name, words in (("explainer", "photo", "title"), ("contributor", "picture", "name")):
        typed = {words: "Who?", "slug": "who", name: photo.pk}
        answer = client.post(at(f"{noun}_add"), {**typed, "_save": "1"})
        assert WORDS not in answer.content.decode()
        assert answer.status_code == 200
    assert photo.appearances.count() == 1


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_a_colleagues_draft_in_an_open_story_shows_its_picture_to_editors(
    role: str, photo: Photo, blog: Blog
):
    factory.draft(blog, by=factory.user("Reporters"), photos=[{"photo": photo, "caption": ""}])
    asker = factory.user("Editors" if role == "editor" else "Reporters")
    assert permissions.visible_photos(asker).contains(photo) is (role == "editor")


def test_what_stands_nowhere_or_in_an_open_place_too_is_everybodys(
    photo: Photo, blog: Blog, secret: Blog, editor: User
):
    assert permissions.visible_photos(editor).contains(photo)
    stand(photo, secret)
    assert not permissions.visible_photos(editor).contains(photo)
    stand(photo, blog)
    assert permissions.visible_photos(editor).get(pk=photo.pk) == photo


@pytest.mark.parametrize("shares", ["explainer", "contributor"])
def test_what_stands_in_something_shared_is_everybodys(
    shares: str, photo: Photo, secret: Blog, editor: User
):
    stand(photo, secret)
    if shares == "explainer":
        factory.explainer(photo=photo)
    else:
        factory.contributor(picture=photo)
    assert permissions.visible_photos(editor).contains(photo)


def test_who_brought_it_in_keeps_it_and_who_comes_with_the_same_file_may_use_it(
    blog: Blog, secret: Blog, editor: User
):
    def bring(user: User) -> int:
        file = SimpleUploadedFile("raid.jpg", jpeg("maroon"), "image/jpeg")
        answer = at_work(user).post(address("desk_picture", blog), {"picture": file})
        return answer.status_code

    first = factory.user("Reporters")
    assert bring(first) == 201
    photo = Photo.objects.get()
    photo.alt_text, photo.credit = WORDS, "Ada/Us"
    publishing.save_shared(photo, by=None)
    stand(photo, secret)
    assert permissions.visible_photos(first).contains(photo)
    assert not permissions.visible_photos(editor).contains(photo)
    assert bring(editor) == 201
    said = {"headline": "Ours too", "pictures": [photo.pk], f"shown-{photo.pk}-caption": ""}
    assert at_work(editor).post(address("desk", blog), sheet(**said)).status_code == 302
    assert blog.posts.get().photos.get().photo == photo


def test_looking_costs_the_same_for_few_pictures_and_for_many(
    blog: Blog, secret: Blog, editor: User
):
    costs = []
    for theirs, ours in ((["navy"], ["teal"]), (["olive", "maroon"], ["purple", "black", "red"])):
        for colour in theirs:
            stand(in_library(colour, alt_text="A harbour"), secret)
        for colour in ours:
            in_library(colour, alt_text="A harbour")
        client = at_work(editor)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("desk_library", blog) + "?q=harbour")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_was_brought_for_a_teams_story_is_the_teams_before_and_after_it_stands_there(
    blog: Blog, secret: Blog, editor: User
):
    members = [factory.user(), factory.user()]
    for member in members:
        Membership.objects.create(blog=secret, user=member, role="editor")
    upload = SimpleUploadedFile("raid.jpg", jpeg("navy"), content_type="image/jpeg")
    client = at_work(members[0])
    assert client.post(address("desk_picture", secret), {"picture": upload}).status_code == 201
    photo = Photo.objects.get()

    def is_found_by(user: User) -> bool:
        return photo in permissions.visible_photos(user)

    assert [is_found_by(each) for each in (*members, editor)] == [True, True, False]
    draft = factory.draft(secret, by=members[0], photos=[{"photo": photo, "caption": ""}])
    publishing.discard(draft, by=members[0])
    assert [is_found_by(each) for each in (*members, editor)] == [True, True, False]
    photo.alt_text, photo.credit = WORDS, "Ada/Us"
    stand(publishing.save_shared(photo, by=None), blog)
    assert is_found_by(editor)


@pytest.mark.parametrize("is_restricted", [True, False])
def test_what_came_for_a_teams_story_stays_theirs_when_the_story_is_deleted(is_restricted: bool):
    blog = factory.blog(is_restricted=is_restricted)
    member = factory.user()
    Membership.objects.create(blog=blog, user=member, role="editor")
    file = SimpleUploadedFile("a.jpg", jpeg("teal"), "image/jpeg")
    at_work(member).post(address("desk_picture", blog), {"picture": file})
    signed_in(factory.admin()).post(at("blog_delete", blog.pk), {"post": "yes"})
    photo = Photo.objects.get()
    assert photo.brought_to is None
    assert photo in permissions.visible_photos(member)
    others = permissions.visible_photos(factory.user("Editors"))
    assert (photo in others) is not is_restricted
