"""What can be seen from within only: queries, and what a publication costs."""

import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from liveblog import publishing
from liveblog.models import Blog, Contributor, Topic
from newsroom.wsgi import application
from tests.benchmarks.load import Ask, WrongAnswer
from tests.benchmarks.stories import slug_of

PUBLICATIONS = 15


@dataclass
class Counted:
    queries: int = 0

    def __call__(self, execute: Callable[..., Any], *query: Any) -> Any:
        self.queries += 1
        return execute(*query)


@contextmanager
def counted() -> Iterator[Counted]:
    """Counts what is asked of the database within."""
    counter = Counted()
    with connection.execute_wrapper(counter):
        yield counter


def answer(ask: Ask) -> None:
    """The whole of one request, through every middleware, as a server asks it."""
    path, _, query = ask.path.partition("?")
    began: list[str] = []
    response = application(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        },
        lambda status, headers, failure=None: began.append(status),
    )
    b"".join(response)
    response.close()
    if not began[0].startswith(str(ask.status)):
        raise WrongAnswer(f"{ask.path} answered {began[0]}, not {ask.status}.")


def queries_of(ask: Ask) -> int:
    """What a request asks of the database, when somebody has asked the same before."""
    answer(ask)
    with counted() as counter:
        answer(ask)
    return counter.queries


@dataclass(frozen=True)
class Publication:
    """A post goes out, and the first reader after it asks for the page; in CPU milliseconds."""

    queries: int
    publish_ms: float
    next_page_ms: float


def publications(sizes: tuple[int, ...]) -> dict[int, list[Publication]]:
    """In turn in blogs of each of `sizes`, after one of each that nobody counts."""
    blogs = {size: Blog.objects.get(slug=slug_of(size)) for size in sizes}
    kept: dict[int, list[Publication]] = {size: [] for size in sizes}
    for number in range(PUBLICATIONS + 1):
        for size, blog in blogs.items():
            seen = _publication(blog)
            if number:
                kept[size].append(seen)
    return kept


def _publication(blog: Blog) -> Publication:
    draft = publishing.create(
        blog,
        by=None,
        headline="Bridge reopens after the flood",
        body="<p>Engineers have let the first cars across.</p>",
        bylines=list(Contributor.objects.all()[:1]),
        topics=list(Topic.objects.all()[:1]),
    )
    with counted() as counter:
        publish_ms = _milliseconds(lambda: publishing.publish(draft, by=None))
    next_page_ms = _milliseconds(lambda: answer(Ask(blog.get_absolute_url())))
    return Publication(counter.queries, publish_ms, next_page_ms)


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.thread_time()
    act()
    return (time.thread_time() - began) * 1e3
