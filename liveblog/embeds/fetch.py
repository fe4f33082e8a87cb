"""The one door to other people's servers: every request to a third party goes through `fetch`.

It asks public addresses only (the name is resolved once, each of its addresses is looked at, and
that address is connected to), looks again at each redirect, and bounds time and size.
"""

import socket
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from AntiSSRF import AntiSSRFError, AntiSSRFPolicy, PolicyConfigOptions

from liveblog import conf
from liveblog.embeds import charsets
from liveblog.embeds.addresses import refuse_unopenable
from liveblog.embeds.errors import NotEmbeddable, ProviderUnavailable, UnknownProvider

REDIRECTS = 3
_PORTS = (None, 80, 443)
_CHUNK_BYTES = 16_384
_GONE_OR_PRIVATE = (401, 403, 404, 410, 451)
# Every thread that waits for a third party, in this process. Who finds no place is told so.
_places = threading.BoundedSemaphore(16)


@dataclass(frozen=True)
class Fetched:
    """`url` is where it was in the end; `is_cut` where it was longer than was asked for."""

    url: str
    kind: str
    data: bytes
    charset: str
    is_cut: bool

    @property
    def text(self) -> str:
        return charsets.decode(self.data, self.charset, is_cut=self.is_cut)


@dataclass(frozen=True)
class _Wanted:
    kinds: tuple[str, ...]
    until: float
    max_bytes: int


def in_time() -> float:
    """The moment, on the monotonic clock, until which an answer that is asked for now may come."""
    return time.monotonic() + conf.EMBED_TIMEOUT_SECONDS


def fetch(
    url: str, *, kinds: Collection[str], until: float, max_bytes: int | None = None
) -> Fetched:
    """What `url` answers, if its media type is one of `kinds`, by the moment `until` (`in_time`),
    and no more of it than `max_bytes` (EMBED_MAX_BYTES).

    Raises NotEmbeddable for an address that is not public or not there, UnknownProvider for another
    type, ProviderUnavailable for all that may be better the next time.
    """
    held: list[socket.socket] = []
    wanted = _Wanted(tuple(kinds), until, max_bytes or conf.EMBED_MAX_BYTES)

    def work() -> Fetched:
        with _session(held) as session:
            return _follow(session, url, wanted)

    try:
        return _in_a_thread(work, until=until)
    except TimeoutError:
        _hang_up(held)
        raise _too_slow() from None


def _in_a_thread(work: Callable[[], Fetched], *, until: float) -> Fetched:
    """A thread, because a name's resolution and a server that drips know no time limit."""
    if not _places.acquire(timeout=_left(until)):
        raise ProviderUnavailable("Too many links are being fetched at once. Try again.")
    answer: Future[Fetched] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as problem:
            answer.set_exception(problem)
        finally:
            _places.release()

    threading.Thread(target=run, daemon=True, name="fetch").start()
    return answer.result(timeout=_left(until))


def _follow(session: requests.Session, url: str, wanted: _Wanted) -> Fetched:
    for _ in range(REDIRECTS + 1):
        _refuse_odd(url)
        try:
            with _get(session, url, wanted) as response:
                target = session.get_redirect_target(response)
                if target is None:
                    return _read(response, url, wanted)
        except AntiSSRFError:
            raise _not_public() from None
        except requests.Timeout:
            raise _too_slow() from None
        except (requests.RequestException, OSError, ValueError):
            raise ProviderUnavailable(
                f"{_host(url)} could not be reached. Try again, or type what it says by hand."
            ) from None
        url = urljoin(url, target)
    raise ProviderUnavailable(
        f"{_host(url)} sends us on and on. Open the link, and paste the address where it ends."
    )


def _get(session: requests.Session, url: str, wanted: _Wanted) -> requests.Response:
    about = f"; +{conf.SITE_URL}" if conf.SITE_URL.isascii() and conf.SITE_URL else ""
    headers = {
        "User-Agent": f"Mozilla/5.0 (compatible; liveblog/1.0{about})",
        "Accept": ", ".join(wanted.kinds),
    }
    left = max(_left(wanted.until), 0.01)
    return session.get(url, headers=headers, stream=True, timeout=left, allow_redirects=False)


def _refuse_odd(url: str) -> None:
    """Only what a reader's browser opens by a click: http and https, on their own ports."""
    refuse_unopenable(url)
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        port = parts.port
    except ValueError:
        raise NotEmbeddable("Paste the whole link, as in https://example.org/story.") from None
    if port not in _PORTS and not _is_allowed(host):
        raise NotEmbeddable(
            f"This link goes to port {port}, and only public addresses on ports 80 and 443 are "
            f"asked. Paste it without “:{port}” if it opens so, or type what it says by hand."
        )


def _is_allowed(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in ip_network(each) for each in conf.EMBED_ALLOWED_NETWORKS)


def _session(held: list[socket.socket]) -> requests.Session:
    policy = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    policy.allow_plain_text_http = True
    # Its "X-Forwarded-For: true" is for servers that the policy refuses already.
    policy.add_xff_header = False
    if conf.EMBED_ALLOWED_NETWORKS:
        policy.add_allowed_addresses(list(conf.EMBED_ALLOWED_NETWORKS))
    session: requests.Session = policy.get_antissrf_session()
    # No proxy and no password from the environment: both would go round the policy.
    session.trust_env = False
    for adapter in session.adapters.values():
        _tell_of_sockets(adapter.poolmanager, held)  # type: ignore[attr-defined]
    return session


def _tell_of_sockets(manager: Any, held: list[socket.socket]) -> None:
    """Let each connection that `manager` makes put its socket in `held`."""

    def telling(pool: Any) -> Any:
        class Connection(pool.ConnectionCls):
            def connect(self) -> None:
                super().connect()
                held.append(self.sock)

        return type(pool.__name__, (pool,), {"ConnectionCls": Connection})

    pools = manager.pool_classes_by_scheme
    manager.pool_classes_by_scheme = {scheme: telling(pool) for scheme, pool in pools.items()}


def _hang_up(held: list[socket.socket]) -> None:
    """End the reading of a thread that nobody waits for."""
    for each in held:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _read(response: requests.Response, url: str, wanted: _Wanted) -> Fetched:
    _refuse_status(response.status_code, _host(url))
    kind, charset = charsets.declared(response.headers.get("Content-Type", ""))
    if kind not in wanted.kinds:
        raise UnknownProvider(
            "This is not a page whose words can be read, so the link stands as it is."
        )
    limit, data = wanted.max_bytes, b""
    for chunk in response.iter_content(_CHUNK_BYTES):
        data += chunk
        if len(data) > limit:
            break
        if _left(wanted.until) <= 0:
            raise _too_slow()
    return Fetched(url, kind, data[:limit], charset, is_cut=len(data) > limit)


def _refuse_status(status: int, host: str) -> None:
    if status in _GONE_OR_PRIVATE:
        raise NotEmbeddable(
            f"{host} does not show this: it is gone or private. "
            "Check the link, or type what it said by hand.",
            status=status,
        )
    if not 200 <= status < 300:
        raise ProviderUnavailable(
            f"{host} would not answer (it said {status}). Try again, or type what it says by hand."
        )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "The address").removeprefix("www.")


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0)


def _too_slow() -> ProviderUnavailable:
    return ProviderUnavailable(
        f"It did not answer within {conf.EMBED_TIMEOUT_SECONDS} seconds. "
        "Try again, or type what it says by hand."
    )


def _not_public() -> NotEmbeddable:
    return NotEmbeddable(
        "This is not a public address: readers could not open it. Paste a public link."
    )
