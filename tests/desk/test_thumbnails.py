"""The picture of a quoted post is fetched once, and is ours: encoded anew, in words of its own."""

import io
import json
from functools import partial
from typing import Any

import pytest
from PIL import Image

from liveblog import publishing
from liveblog.models import Blog, Embed, Photo
from liveblog.photos import renditions
from tests import factory
from tests.desk.desk import address, at_work, edited, sheet
from tests.desk.test_links import as_sent
from tests.embeds.other_servers import (
    OtherServers,
    answer_page,
    gigabyte,
    oembed,
    recorded,
    redirect,
    slow,
    within_reach,
)

pytestmark = pytest.mark.django_db
FILM = "https://www.youtube.com/watch?v=aaaaaaaaaaa"


@pytest.fixture
def servers(servers: OtherServers) -> OtherServers:
    answer = json.loads(recorded("youtube.json"))
    answer["thumbnail_url"] = f"{servers.address}/still.jpg"
    servers.at("/oembed/youtube", oembed(answer))
    return servers


def drawn(kind: str = "JPEG", size: tuple[int, int] = (480, 360), **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **how)
    return out.getvalue()


def with_position() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (40.0, 10.0, 0.0)
    exif[0x010E] = "An agency’s own caption"
    return drawn(exif=exif)


def captured(blog: Blog, user: Any) -> Any:
    return at_work(user).post(address("desk_links", blog), {"url": FILM, "token": "abcd"})


def test_it_comes_with_the_card_and_goes_out_with_the_post(servers: OtherServers):
    blog, user = factory.blog(), factory.user("Editors")
    servers.at("/still.jpg", answer_page(with_position(), kind="image/jpeg"))
    card = captured(blog, user)
    assert card.status_code == 200
    photo = Photo.objects.get()
    assert f'src="/media/{photo.file.name.removesuffix(".jpg")}' in card.content.decode()
    at_work(user).post(address("desk", blog), sheet(links=["abcd"], **as_sent(card)))
    assert Embed.objects.get().thumbnail == photo
    page = at_work(user).get(f"/live/{blog.slug}/").content.decode()
    assert photo.alt_text.split("“")[0] in page
    assert servers.address not in page


def test_an_editor_shows_the_quotation_without_it_before_or_after_it_went_out(
    servers: OtherServers,
):
    blog, user = factory.blog(), factory.user("Editors")
    servers.at("/still.jpg", answer_page(with_position(), kind="image/jpeg"))
    card = as_sent(captured(blog, user))
    client = at_work(user)
    client.post(address("desk", blog), sheet(links=["abcd"], **card))
    without = {**card, "link-abcd-no_picture": "on"}
    client.post(address("desk", blog), sheet(links=["abcd"], **without))
    shown, bare = Embed.objects.order_by("pk")
    assert shown.thumbnail is not None
    assert bare.thumbnail is None
    mended = edited(client, blog, shown.post, **{"quote-1-no_picture": "on"})
    client.post(address("desk_edit", blog, shown.post), mended)
    assert Embed.objects.get(post=shown.post).thumbnail is None
    assert Photo.objects.count() == 1


def test_what_is_stored_is_ours_and_says_what_it_is(servers: OtherServers):
    sent = with_position()
    servers.at("/still.jpg", answer_page(sent, kind="image/jpeg"))
    user = factory.user("Editors")
    captured(factory.blog(), user)
    photo = Photo.objects.get()
    with photo.file.open() as file:
        stored = file.read()
    assert stored != sent
    assert not Image.open(io.BytesIO(stored)).getexif()
    assert photo.credit == "City Channel Nine/YouTube"
    assert photo.alt_text == (
        "Preview picture of “The mayor answers questions at the quay” by City Channel Nine on "
        "YouTube"
    )
    assert (photo.caption, photo.uploaded_by) == ("", user)
    assert FILM in photo.usage_terms
    assert "with that quotation only" in photo.usage_terms


def test_a_picture_that_the_library_holds_keeps_its_words(servers: OtherServers):
    servers.at("/still.jpg", answer_page(drawn(), kind="image/jpeg"))
    blog, user = factory.blog(), factory.user("Editors")
    captured(blog, user)
    photo = Photo.objects.get()
    mended = {"alt_text": "The mayor at the quay", "credit": "City Nine", "usage_terms": "Ours."}
    for name, words in mended.items():
        setattr(photo, name, words)
    publishing.save_shared(photo, by=None)
    captured(blog, user)
    assert Photo.objects.values(*mended).get() == mended


BAD = {
    "gone": answer_page("No", status=404),
    "a page": answer_page("<title>Still</title>"),
    "a drawing with scripts": answer_page("<svg onload='alert(1)'/>", kind="image/svg+xml"),
    "a renamed page": answer_page("<script>alert(1)</script>", kind="image/jpeg"),
    "cut off": answer_page(drawn()[:400], kind="image/jpeg"),
    "slow": slow,
    "a gigabyte": partial(gigabyte, head=drawn(), kind="image/jpeg"),
}


@pytest.mark.parametrize("answer", BAD.values(), ids=BAD)
def test_what_does_not_come_leaves_the_quotation_without(
    servers: OtherServers, settings: Any, answer: Any
):
    within_reach(settings, EMBED_TIMEOUT_SECONDS=1, EMBED_PICTURE_MAX_BYTES=50_000)
    servers.at("/still.jpg", answer)
    blog, user = factory.blog(), factory.user("Editors")
    card = captured(blog, user)
    assert card.status_code == 200
    assert not Photo.objects.exists()
    at_work(user).post(address("desk", blog), sheet(links=["abcd"], **as_sent(card)))
    embed = Embed.objects.get()
    assert (embed.title, embed.thumbnail) == ("The mayor answers questions at the quay", None)


def test_a_line_is_a_picture(servers: OtherServers):
    servers.at("/still.jpg", answer_page(drawn("PNG", size=(2500, 1)), kind="image/png"))
    assert captured(factory.blog(), factory.user("Editors")).status_code == 200
    assert Photo.objects.get().renditions


def test_a_picture_that_pillow_stumbles_over_leaves_the_quotation_without(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch
):
    servers.at("/still.jpg", answer_page(drawn(), kind="image/jpeg"))
    monkeypatch.setattr(renditions, "make_plain", lambda photo: 1 // 0)
    assert captured(factory.blog(), factory.user("Editors")).status_code == 200
    assert not Photo.objects.exists()


def test_a_picture_that_leads_inside_is_not_asked_for(servers: OtherServers):
    inside = OtherServers("127.0.0.1")
    try:
        within = inside.at("/still.jpg", answer_page(drawn(), kind="image/jpeg"))
        servers.at("/still.jpg", redirect(within))
        assert captured(factory.blog(), factory.user("Editors")).status_code == 200
    finally:
        inside.stop()
    assert "/still.jpg" in servers.asked
    assert inside.asked == []
    assert not Photo.objects.exists()


def test_a_bomb_is_not_unpacked(servers: OtherServers, settings: Any):
    within_reach(settings, PHOTO_MAX_PIXELS=1_000)
    servers.at("/still.jpg", answer_page(drawn("PNG"), kind="image/png"))
    assert captured(factory.blog(), factory.user("Editors")).status_code == 200
    assert not Photo.objects.exists()


def test_another_link_in_its_place_does_not_take_its_picture(servers: OtherServers):
    blog, user = factory.blog(), factory.user("Editors")
    servers.at("/still.jpg", answer_page(drawn(), kind="image/jpeg"))
    said = as_sent(captured(blog, user))
    said["link-abcd-url"] = "https://example.org/else"
    at_work(user).post(address("desk", blog), sheet(links=["abcd"], **said))
    assert Embed.objects.get().thumbnail is None


def test_a_withdrawn_one_does_not_come_again_with_the_link_nor_with_a_card_from_before(
    servers: OtherServers,
):
    blog, user = factory.blog(), factory.user("Editors")
    servers.at("/still.jpg", answer_page(with_position(), kind="image/jpeg"))
    before = captured(blog, user)
    publishing.withdraw_photo(Photo.objects.get(), by=None, reason="A lawyer has called.")
    after = captured(blog, user)
    assert "/media/" not in after.content.decode()
    for card in (before, after):
        at_work(user).post(address("desk", blog), sheet(links=["abcd"], **as_sent(card)))
    assert [embed.thumbnail for embed in Embed.objects.all()] == [None, None]
    assert not Photo.objects.here().exists()


@pytest.mark.parametrize("is_reworded", [True, False])
def test_another_teams_picture_stays_out_of_a_quotation_unless_it_says_what_the_link_does(
    servers: OtherServers, is_reworded: bool
):
    servers.at("/still.jpg", answer_page(drawn(), kind="image/jpeg"))
    secret = factory.blog(is_restricted=True)
    captured(secret, factory.admin())
    photo = Photo.objects.get()
    if is_reworded:
        publishing.reword_photo(photo, by=None, alt_text="The suspect’s house")
    card = captured(factory.blog(), factory.user("Reporters")).content.decode()
    assert (photo.file.name.removesuffix(".jpg") in card) is not is_reworded
    assert "suspect" not in card
