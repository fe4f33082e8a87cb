"""The newsroom's own pages through nginx: with their cookies, never kept, never a stranger's."""

import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User

from liveblog import conf, publishing
from tests import factory
from tests.cache.conftest import Front, kept
from tests.servers import ROOT


def administrator() -> User:
    """One whose password the running server can check: it does not know the tests' quick way."""
    admin = factory.admin()
    admin.password = PBKDF2PasswordHasher().encode("pass", "salt", iterations=1)
    admin.save()
    return admin


def logged_in(front: Front, user: User) -> str:
    """The cookies of `user`, who logged in through nginx as a browser does."""
    form = front.ask("/admin/login/")
    cookies = SimpleCookie(form.getheader("Set-Cookie"))
    hidden = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
    assert hidden is not None
    said = {"csrfmiddlewaretoken": hidden[1], "username": user.username, "password": "pass"}
    answer = front.ask(
        "/admin/login/",
        "POST",
        urlencode(said),
        Content_Type="application/x-www-form-urlencoded",
        Origin=front.nginx.url,
        Cookie=f"csrftoken={cookies['csrftoken'].value}",
    )
    assert answer.status == 302
    for line in answer.headers.get_all("Set-Cookie", []):
        cookies.load(line)
    return "; ".join(f"{name}={cookies[name].value}" for name in cookies)


def test_the_desk_is_nobodys_but_theirs(front):
    blog = factory.blog()
    factory.draft(blog, "Not for readers")
    cookie = logged_in(front, administrator())
    desk = f"/admin/liveblog/blog/{blog.pk}/desk/"
    for _ in range(2):
        opened = front.ask(desk, Cookie=cookie)
        assert opened.status == 200
        assert "Not for readers" in opened.text
        assert opened.getheader("X-Cache") is None
    stranger = front.ask(desk)
    assert stranger.status == 302
    assert "/login/" in stranger.getheader("Location")


@pytest.mark.parametrize("path", ["/", "/live/{slug}/", "/live/{slug}/feed.json", "/corrections/"])
def test_what_an_editor_reads_is_what_a_stranger_reads(front, path):
    blog = factory.blog()
    publishing.correct(factory.post(blog), by=None, text="The bridge is 240 metres long.")
    path = path.format(slug=blog.slug)
    editor = administrator()
    seen = kept(front, path, showing=blog.title, Cookie=logged_in(front, editor))
    assert seen.getheader("Set-Cookie") is None
    assert editor.username not in seen.text
    assert kept(front, path, showing=blog.title).text == seen.text


def test_an_upload_may_be_as_large_as_a_picture_may_be():
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    allowed = re.search(r"client_max_body_size (\d+)m;", text)
    assert allowed is not None
    form_around_it = 1_000_000
    assert int(allowed[1]) * 2**20 >= conf.PHOTO_MAX_BYTES + form_around_it


def test_nginx_knows_every_question_that_readers_addresses_ask():
    """One that is not in its list would be left away without a word."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    listed = set(re.findall(r"\$arg_(\w+)\s+\$ask_", text))
    reader = (path.read_text() for path in (ROOT / "liveblog" / "reader").glob("*.py"))
    asked = {name for code in reader for name in re.findall(r'(?:query|GET)\.get\("(\w+)"', code)}
    assert asked == listed
    assert {"before", "key", "order", "topic"} <= listed
