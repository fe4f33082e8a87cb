"""What readers are told of pictures: sources, sizes, share cards, feeds, and what is not there."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liveblog import publishing
from liveblog.models import Photo
from liveblog.photos import storage
from tests import factory
from tests.photos import shots

pytestmark = pytest.mark.django_db


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, {name: value or "" for name, value in attrs}))

    def named(self, name: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.all if tag == name]

    def meta(self, name: str) -> str:
        named = [a for a in self.named("meta") if name in (a.get("property"), a.get("name"))]
        return named[0]["content"] if named else ""


def asked(client, address: str) -> Tags:
    return Tags(client.get(address).content.decode())


def addresses(tags: Tags) -> set[str]:
    """Everything that a browser could ask for to show the pictures."""
    found = {image["src"] for image in tags.named("img")}
    for each in [*tags.named("img"), *tags.named("source")]:
        found |= {one.split()[0] for one in each.get("srcset", "").split(",") if one.strip()}
    card = tags.meta("og:image")
    return found | ({card.removeprefix("http://testserver")} if card else set())


def all_there(tags: Tags) -> bool:
    return all(storage.pictures().exists(a.removeprefix("/media/")) for a in addresses(tags))


def test_a_picture_is_offered_as_avif_then_webp_then_jpeg_in_every_width(client):
    blog = factory.blog()
    factory.post(blog, photos=[{"photo": shots.made(2400, 1600)}])
    page = asked(client, blog.get_absolute_url())
    avif, webp = page.named("source")
    (image,) = page.named("img")
    assert (avif["type"], webp["type"]) == ("image/avif", "image/webp")
    for each in (avif, webp, image):
        widths = re.findall(r" (\d+)w", each["srcset"])
        assert widths == ["400", "760", "1080", "1520", "2000"]
        assert each["sizes"].endswith("calc(94.8vw - 13px)")
    assert (image["width"], image["height"]) == ("2400", "1600")
    assert image["src"].endswith("-1080.jpg")
    assert image["loading"] == "lazy"
    assert all_there(page)


def test_the_lead_is_asked_for_at_once(client):
    blog = factory.blog()
    publishing.set_lead(blog, by=None, photo=shots.made(1600, 900))
    (image,) = asked(client, blog.get_absolute_url()).named("img")
    assert image["fetchpriority"] == "high"
    assert "loading" not in image


def test_until_the_ladder_is_made_a_page_names_what_exists(client):
    blog = factory.blog()
    photo = shots.taken_in(2400, 1600)
    post = factory.post(blog, photos=[{"photo": photo}])
    publishing.set_lead(blog, by=None, photo=photo)
    for address in (blog.get_absolute_url(), post.get_absolute_url(), "/"):
        page = asked(client, address)
        assert page.named("source") == []
        assert all(image["src"].endswith("-1080.jpg") for image in page.named("img"))
        assert page.named("img")
        assert all_there(page)


def test_a_picture_of_which_nothing_was_ever_made_is_shown_itself(client):
    photo = storage.store(shots.file(2400, 1600))
    photo.alt_text, photo.credit = "A wall", "Ann Writer/Agency"
    publishing.save_shared(photo, by=None)
    blog = factory.blog()
    factory.post(blog, photos=[{"photo": photo}])
    page = asked(client, blog.get_absolute_url())
    assert page.named("img")[0]["src"] == f"/media/{photo.file.name}"
    assert all_there(page)


def test_a_picture_costs_a_page_no_query(client, django_assert_num_queries):
    blog, plain = factory.blog(), factory.blog()
    for number in range(3):
        factory.post(plain, minutes=number)
        factory.post(blog, minutes=number, photos=[{"photo": shots.made(500, 400)}])
    address, other = blog.get_absolute_url(), plain.get_absolute_url()
    # One for all captions and their photos, whether there are any or not.
    with CaptureQueriesContext(connection) as without:
        client.get(other)
    with django_assert_num_queries(len(without)):
        client.get(address)


# The share card


def card_of(page: Tags) -> tuple[str, str, str, str]:
    names = ("og:image", "og:image:width", "og:image:height", "og:image:alt")
    return tuple(page.meta(name) for name in names)  # type: ignore[return-value]


def test_blog_post_and_explainer_are_shared_with_a_card_of_1200_by_630(client):
    photo = shots.made(2400, 1600, focal_x=20, focal_y=80)
    blog, explainer = factory.blog(), factory.explainer(photo=photo)
    publishing.set_lead(blog, by=None, photo=photo)
    post = factory.post(blog, photos=[{"photo": photo}])
    assert photo.share_card is not None
    card = f"http://testserver/media/{photo.share_card.name}"
    assert card.endswith("-card-20-80.jpg")
    for each in (blog, post, explainer):
        page = asked(client, each.get_absolute_url())
        assert card_of(page) == (card, "1200", "630", "A wall, half red")
        assert page.meta("twitter:card") == "summary_large_image"
        assert all_there(page)


def test_a_post_without_a_picture_is_shared_with_its_storys(client):
    own, lead = shots.made(1300, 700), shots.made(1600, 900)
    blog = factory.blog()
    publishing.set_lead(blog, by=None, photo=lead)
    without = factory.post(blog)
    telling = factory.post(blog, explainer=factory.explainer(photo=own))
    assert lead.share_card.name in asked(client, without.get_absolute_url()).meta("og:image")
    assert own.share_card.name in asked(client, telling.get_absolute_url()).meta("og:image")


def test_a_small_picture_is_shared_as_it_is_beside_the_words(client):
    blog = factory.blog()
    post = factory.post(blog, photos=[{"photo": shots.made(300, 400)}])
    page = asked(client, post.get_absolute_url())
    assert card_of(page)[1:3] == ("300", "400")
    assert page.meta("twitter:card") == "summary"


def test_another_focus_is_another_address_on_every_page(client):
    photo = shots.made(2400, 1600)
    blog = factory.blog()
    publishing.set_lead(blog, by=None, photo=photo)
    photo.focal_x = 10
    publishing.save_shared(photo, by=None)
    assert all_there(asked(client, blog.get_absolute_url()))  # The whole picture, meanwhile.
    publishing.complete(photo)
    page = asked(client, blog.get_absolute_url())
    assert page.meta("og:image").endswith("-card-10-50.jpg")
    assert all_there(page)


def test_a_buckets_address_is_left_as_it_is(client, settings):
    settings.MEDIA_URL = "https://pictures.example/"
    settings.LIVEBLOG = {"SITE_URL": "https://news.example"}
    blog = factory.blog()
    publishing.set_lead(blog, by=None, photo=shots.made(1600, 900))
    page = asked(client, blog.get_absolute_url())
    assert page.meta("og:image").startswith("https://pictures.example/photos/")


# What is not there


def test_a_picture_to_come_keeps_its_caption_and_says_so(client):
    blog = factory.blog()
    photo = publishing.save_shared(Photo(credit="Ann Writer/Agency"), by=None)
    factory.post(blog, photos=[{"photo": photo, "caption": "A bridge at dawn"}])
    html = client.get(blog.get_absolute_url()).content.decode()
    assert "Picture to come" in html
    assert "A bridge at dawn" in html


def test_a_picture_that_is_gone_has_no_share_card(client):
    blog = factory.blog()
    photo = shots.made(1600, 900)
    publishing.set_lead(blog, by=None, photo=photo)
    for name in shots.names():
        storage.pictures().delete(name)
    publishing.complete(photo)
    for address in (blog.get_absolute_url(), "/", blog.get_absolute_url() + "feed.atom"):
        assert client.get(address).status_code == 200
    page = asked(client, blog.get_absolute_url())
    assert page.meta("og:image") == ""
    assert page.named("img") == []


# Feeds, and the stream from its start


def test_feeds_hold_a_jpeg_with_its_size_its_words_and_its_whole_address(client):
    blog = factory.blog()
    photo = shots.made(2400, 1600)
    factory.post(blog, photos=[{"photo": photo, "caption": "A wall <at dawn>"}])
    address = f"http://testserver/media/{photo.original.stem}-1080.jpg"
    entry = json.loads(client.get(blog.get_absolute_url() + "feed.json").content)["items"][0]
    atom = ElementTree.fromstring(client.get(blog.get_absolute_url() + "feed.atom").content)
    content = atom.findtext("{*}entry/{*}content")
    for html in (entry["content_html"], content):
        (image,) = Tags(html).named("img")
        assert image["src"] == address
        assert (image["width"], image["height"]) == ("1080", "720")
        assert image["alt"] == "A wall, half red"
        assert "avif" not in html
        assert "A wall &lt;at dawn&gt;" in html
        assert "Ann Writer/Agency" in html


def test_from_the_start_and_one_topic_have_the_same_pictures(client):
    blog = factory.blog()
    topic = factory.topic("Bridges")
    factory.post(blog, photos=[{"photo": shots.made(1600, 900)}], topics=[topic])
    for query in ("?order=oldest", f"?topic={topic.slug}"):
        assert len(asked(client, blog.get_absolute_url() + query).named("source")) == 2
