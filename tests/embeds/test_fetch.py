"""The one door to other servers: what it lets in, and what it refuses, and how soon."""

import socket
import time
from functools import partial
from typing import Any

import pytest

from liveblog.embeds import fetch as door
from liveblog.embeds.errors import NotEmbeddable, ProviderUnavailable, UnknownProvider
from tests.embeds.other_servers import (
    HOST,
    OtherServers,
    answer_page,
    drip,
    gigabyte,
    redirect,
    slow,
    within_reach,
)

HTML = ("text/html",)


def fetch(url: str) -> door.Fetched:
    return door.fetch(url, kinds=HTML, until=door.in_time())


def test_a_page_is_read_with_where_it_ended(servers: OtherServers):
    servers.at("/end", answer_page("<title>Quay</title>"))
    found = fetch(servers.at("/start", redirect("/end")))
    assert (found.url, found.text) == (f"{servers.address}/end", "<title>Quay</title>")


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8000/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
    ],
)
class TestAnAddressInside:
    def test_it_is_refused(self, servers: OtherServers, inside: str):
        with pytest.raises(NotEmbeddable, match="public"):
            fetch(inside)

    def test_it_is_refused_where_a_redirect_leads_to_it(self, servers: OtherServers, inside: str):
        with pytest.raises(NotEmbeddable, match="public"):
            fetch(servers.at("/", redirect(inside)))


def test_a_link_to_another_port_is_refused_with_what_to_do(servers: OtherServers):
    with pytest.raises(NotEmbeddable, match="goes to port 8080") as refused:
        fetch("https://quay.example:8080/ferries")
    assert "without “:8080”" in str(refused.value)


def test_loopback_is_out_of_reach_unless_a_site_says_so(servers: OtherServers, settings: Any):
    within_reach(settings, EMBED_ALLOWED_NETWORKS=())
    with pytest.raises(NotEmbeddable, match="public"):
        fetch(servers.at("/", answer_page("<title>Quay</title>")))
    assert servers.asked == []


def test_a_name_is_resolved_once_and_that_address_is_asked(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []
    really = socket.getaddrinfo

    def resolve(name: str, *args: Any, **more: Any) -> Any:
        if name != "quay.example":
            return really(name, *args, **more)
        asked.append(name)
        # First an address that may be asked, then one inside: what a hostile name server answers.
        return [(2, 1, 6, "", (HOST if len(asked) == 1 else "127.0.0.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(door, "_PORTS", (None, servers.server.server_port))
    servers.at("/", answer_page("<title>Quay</title>"))
    assert fetch(f"http://quay.example:{servers.server.server_port}/").text == "<title>Quay</title>"
    assert asked == ["quay.example"]


def test_a_name_with_one_inside_address_among_public_ones_is_refused(
    monkeypatch: pytest.MonkeyPatch,
):
    both = [(2, 1, 6, "", ("93.184.215.14", 0)), (2, 1, 6, "", ("10.1.2.3", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **how: both)
    with pytest.raises(NotEmbeddable, match="public"):
        fetch("https://quay.example/")


@pytest.mark.parametrize(
    "odd",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https://ada:secret@example.org/",
        "https://example.org:22/",
        "http://[::1",
    ],
)
def test_what_a_click_would_not_open_is_refused(odd: str):
    with pytest.raises(NotEmbeddable):
        fetch(odd)


def test_the_fourth_redirect_is_not_followed(servers: OtherServers):
    for number in range(9):
        servers.at(f"/{number}", redirect(f"/{number + 1}"))
    with pytest.raises(ProviderUnavailable, match="on and on"):
        fetch(f"{servers.address}/0")
    assert servers.asked == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize("answer", [slow, drip], ids=["slow", "endless"])
def test_who_takes_too_long_is_hung_up_on(servers: OtherServers, settings: Any, answer: Any):
    within_reach(settings, EMBED_TIMEOUT_SECONDS=1)
    began = time.monotonic()
    with pytest.raises(ProviderUnavailable, match="1 seconds"):
        fetch(servers.at("/", answer))
    assert time.monotonic() - began < 2


def test_of_a_gigabyte_the_first_megabyte_is_read(servers: OtherServers):
    head = b"<title>Quay</title>"
    url = servers.at("/", partial(gigabyte, head=head, kind="text/html"))
    found = fetch(url)
    assert found.is_cut
    assert len(found.data) == 1_000_000
    assert found.text.startswith("<title>Quay</title>")


@pytest.mark.parametrize("kind", ["application/pdf", "image/svg+xml", "application/json", ""])
def test_another_type_than_was_asked_for_is_not_read(servers: OtherServers, kind: str):
    with pytest.raises(UnknownProvider):
        fetch(servers.at("/", answer_page("<title>Quay</title>", kind=kind)))


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_what_is_gone_or_private_is_said_to_be(servers: OtherServers, status: int):
    with pytest.raises(NotEmbeddable, match="gone or private"):
        fetch(servers.at("/", answer_page("No", status=status)))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_in_trouble_may_be_asked_again(servers: OtherServers, status: int):
    with pytest.raises(ProviderUnavailable, match="Try again"):
        fetch(servers.at("/", answer_page("No", status=status)))


def test_nobody_at_the_address_may_be_asked_again(servers: OtherServers):
    servers.stop()
    with pytest.raises(ProviderUnavailable, match="Try again"):
        fetch(servers.address)


def test_a_broken_compression_is_a_provider_in_trouble(servers: OtherServers):
    broken = answer_page(b"not gzip at all", **{"Content-Encoding": "gzip"})
    with pytest.raises(ProviderUnavailable):
        fetch(servers.at("/", broken))


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("Ճանապարհ".encode(), "text/html; charset=utf-8", "Ճանապարհ"),
        ("Паром".encode("cp1251"), "text/html; charset=windows-1251", "Паром"),
        ('<meta charset="koi8-r">Паром'.encode("koi8-r"), "text/html", "Паром"),
        ("Паром".encode(), "text/html; charset=iso-8859-999", "Паром"),
        ("Café".encode("cp1252"), "text/html; charset=utf-8", "Café"),
        ("渡し船".encode("shift_jis"), "text/html; charset=Shift_JIS", "渡し船"),
        ("Паром".encode("utf-16"), "text/html", "Паром"),
        (b"caf-dma", "text/html; charset=punycode", "caf-dma"),
    ],
)
def test_words_are_read_in_the_charset_they_were_written_in(
    servers: OtherServers, body: bytes, kind: str, words: str
):
    assert fetch(servers.at("/", answer_page(body, kind=kind))).text.endswith(words)


def test_no_proxy_of_the_environment_goes_round_the_door(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert fetch(servers.at("/", answer_page("<title>Quay</title>"))).kind == "text/html"
