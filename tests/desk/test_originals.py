"""What became of quoted originals: the desk is told, sees what differs, and takes note."""

import json
from typing import Any

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Post, Sighting
from tests import factory
from tests.desk.desk import Cast, address, at_work, edited
from tests.embeds.other_servers import recorded

pytestmark = pytest.mark.django_db
X = "https://x.com/harbour_desk/status/1850000000000000001"


def answer(text: str) -> dict[str, Any]:
    html = f'<blockquote><p lang="en">{text}</p></blockquote>'
    return {"oembed": {**json.loads(recorded("x.json")), "html": html}}


def changed(blog: Blog, *, is_gone: bool = False) -> tuple[Post, Sighting]:
    quote = {"url": X, "author": "Harbour Desk", "text": "Mended.", "raw": answer("Closed today.")}
    post = factory.post(blog, "Quoted", embeds=[quote])
    raw = None if is_gone else answer("Open today. <b>")
    found = publishing.note_original(post.embeds.get(), by=None, raw=raw)
    assert found is not None
    return post, found


def shown(client: Client, name: str, blog: Blog, post: Post | None = None) -> str:
    return client.get(address(name, blog, post)).content.decode()


@pytest.mark.parametrize(
    ("is_gone", "words"), [(False, "Original changed"), (True, "Original gone")]
)
def test_the_list_and_the_head_lead_to_what_differs(is_gone: bool, words: str):
    blog, client = factory.blog(), at_work(Cast().editor)
    changed(blog, is_gone=is_gone)
    for name in ("desk", "desk_list"):
        page = shown(client, name, blog)
        assert words in page
        assert "1 original not as before" in page
        assert f'href="{address("desk_originals", blog)}"' in page


def test_what_came_and_what_went_at_the_source_is_marked():
    blog, client = factory.blog(), at_work(Cast().editor)
    post, _ = changed(blog)
    for page in (shown(client, "desk_originals", blog), shown(client, "desk_history", blog, post)):
        assert "The original has changed" in page
        assert "<del>Closed</del><ins>Open</ins> today." in page
        assert X in page
        assert "Mended" not in page.split("<dl")[1].split("</dl>")[0]


def test_what_is_gone_is_told_in_the_history_as_an_act():
    blog, client = factory.blog(), at_work(Cast().editor)
    post, _ = changed(blog, is_gone=True)
    page = shown(client, "desk_history", blog, post)
    assert "Original found gone" in page
    assert "The original is gone" in page


def test_what_somebody_has_noted_is_told_no_more_and_kept():
    blog, editor = factory.blog(), factory.user("Editors", first_name="Ana", last_name="Petrosyan")
    post, seen = changed(blog)
    client = at_work(editor)
    client.post(f"{address('desk_originals', blog)}{seen.pk}/noted/")
    assert "Original changed" not in shown(client, "desk", blog)
    assert "not as before" not in shown(client, "desk", blog)
    assert "The original has changed" not in shown(client, "desk_originals", blog)
    assert "Noted by Ana Petrosyan" in shown(client, "desk_history", blog, post)


def test_an_editor_whose_sheet_was_open_meanwhile_loses_nothing():
    """A machine's note is nobody's other wording."""
    blog, client = factory.blog(), at_work(Cast().editor)
    quote = {"url": X, "author": "Harbour Desk", "text": "Closed.", "raw": answer("Closed.")}
    post = factory.post(blog, "Quoted", embeds=[quote])
    sent = edited(client, blog, post, headline="Quoted again")
    publishing.note_original(post.embeds.get(), by=None, raw=None)
    assert client.post(address("desk_edit", blog, post), sent).status_code == 302
    post.refresh_from_db()
    assert post.headline == "Quoted again"
    assert post.embeds.get().gone_at


class TestTheLadder:
    """Who reads the originals: who sees the blog. Who takes note: who publishes or corrects."""

    @pytest.mark.parametrize("who", ["editor", "corrections"])
    def test_they_take_note(self, who: str):
        blog = factory.blog()
        _, seen = changed(blog)
        client = at_work(getattr(Cast(), who))
        assert "Noted" in shown(client, "desk_originals", blog)
        answer = client.post(f"{address('desk_originals', blog)}{seen.pk}/noted/")
        assert answer.status_code == 302
        seen.refresh_from_db()
        assert seen.noted_at

    def test_a_reporter_reads(self):
        blog = factory.blog()
        _, seen = changed(blog)
        client = at_work(Cast().reporter)
        page = client.get(address("desk_originals", blog))
        assert page.status_code == 200
        assert "Noted</button>" not in page.content.decode()
        noted = client.post(f"{address('desk_originals', blog)}{seen.pk}/noted/")
        assert noted.status_code == 403

    def test_only_by_a_form(self):
        blog = factory.blog()
        _, seen = changed(blog)
        noted = f"{address('desk_originals', blog)}{seen.pk}/noted/"
        assert at_work(Cast().editor).get(noted).status_code == 405

    def test_a_stranger_logs_in_first(self, client: Client):
        blog = factory.blog()
        _, seen = changed(blog)
        for answer in (
            client.get(address("desk_originals", blog)),
            client.post(f"{address('desk_originals', blog)}{seen.pk}/noted/"),
        ):
            assert answer.status_code == 302
            assert "login" in answer["Location"]

    def test_a_reader_with_a_login_is_refused(self):
        answer = at_work(Cast().reader).get(address("desk_originals", factory.blog()))
        assert answer.status_code == 403

    def test_another_teams_blog_is_not_there(self):
        blog = factory.blog(is_restricted=True)
        _, seen = changed(blog)
        client = at_work(Cast().other_teams_editor)
        assert client.get(address("desk_originals", blog)).status_code == 404
        noted = f"{address('desk_originals', blog)}{seen.pk}/noted/"
        assert client.post(noted).status_code == 404

    def test_another_blogs_sighting_is_not_found(self):
        _, seen = changed(factory.blog())
        here = factory.blog()
        client = at_work(Cast().editor)
        noted = client.post(f"{address('desk_originals', here)}{seen.pk}/noted/")
        assert noted.status_code == 404
