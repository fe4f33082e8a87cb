"""The feeds carry the same words as the page, in forms that machines read."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest

from liveblog import publishing
from tests import factory
from tests.photos import shots

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, blog) -> list[ElementTree.Element]:
    answer = client.get(blog.get_absolute_url() + "feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def test_an_atom_entry_holds_the_whole_post_and_its_own_address(client):
    blog = factory.blog()
    writer = factory.contributor("Ann Writer")
    post = factory.post(blog, "Bridge & tunnel", body="Both are open.", bylines=[writer])
    (entry,) = entries(client, blog)
    assert entry.findtext(f"{ATOM}title") == "Bridge & tunnel"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://testserver{post.get_absolute_url()}"
    assert "Both are open." in (entry.findtext(f"{ATOM}content") or "")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ann Writer"


def test_an_edit_moves_the_entrys_updated_time_and_not_its_published_one(client):
    blog = factory.blog()
    post = factory.post(blog, minutes=0)
    publishing.update(post, by=None, body="More is known.")
    (entry,) = entries(client, blog)
    published = entry.findtext(f"{ATOM}published") or ""
    assert published.startswith("2023-09-19T12:00")
    assert (entry.findtext(f"{ATOM}updated") or "") > published


def test_an_entry_keeps_its_id_when_the_blogs_address_changes(client):
    blog = factory.blog()
    factory.post(blog)
    before = entries(client, blog)[0].findtext(f"{ATOM}id")
    publishing.update_blog(blog, by=None, slug="moved")
    assert entries(client, blog)[0].findtext(f"{ATOM}id") == before


def test_a_control_character_from_a_paste_breaks_no_feed(client):
    blog = factory.blog(title="A\x0bblog")
    factory.post(blog, "A\x0cheadline", body="A\x0btext")
    assert [e.findtext(f"{ATOM}title") for e in entries(client, blog)] == ["Aheadline"]


def test_a_correction_without_an_edit_moves_the_updated_time(client):
    blog = factory.blog()
    post = factory.post(blog, minutes=0)
    before = entries(client, blog)[0].findtext(f"{ATOM}updated") or ""
    publishing.correct(post, by=None, text="It was said on Monday.")
    assert (entries(client, blog)[0].findtext(f"{ATOM}updated") or "") > before


def test_a_withdrawn_post_leaves_its_notice(client):
    blog = factory.blog()
    post = factory.post(blog, "Wrong words")
    publishing.retract(post, by=None, reason="We misread the document.")
    (entry,) = entries(client, blog)
    assert "withdrawn" in (entry.findtext(f"{ATOM}title") or "")
    assert "We misread the document." in (entry.findtext(f"{ATOM}content") or "")


def test_an_entry_holds_the_pictures_and_the_days_of_what_it_quotes_and_explains(client):
    still, chart = shots.taken_in(alt_text="A still"), shots.taken_in(alt_text="A chart")
    quote = {"text": "Said", "posted_on": date(2026, 11, 24), "thumbnail": still}
    explainer = factory.explainer(photo=chart)
    blog = factory.blog()
    factory.post(blog, explainer=explainer, embeds=[quote])
    (entry,) = entries(client, blog)
    content = entry.findtext(f"{ATOM}content") or ""
    assert "24 November 2026" in content
    for photo in (still, chart):
        source = rf'<img src="http://testserver/media/photos/[^"]+\.jpg" alt="{photo.alt_text}"'
        assert re.search(source, content)


def test_the_json_feed_says_the_same(client):
    blog = factory.blog()
    post = factory.post(blog, "Café – “open”", body="It is.")
    feed = json.loads(client.get(blog.get_absolute_url() + "feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert item["title"] == "Café – “open”"
    assert item["url"].endswith(post.get_absolute_url())
    assert "It is." in item["content_html"]
