"""What is asked of the newsroom, and how many times the bare view each may cost."""

from dataclasses import dataclass

from liveblog.models import Blog
from tests.benchmarks.load import Ask
from tests.benchmarks.stories import SIZES, slug_of

NOTHING_NEW = "poll, nothing new"
ONE_NEW = "poll, one new post"
FIRST_VIEW = "first page, blog of 20"
LONGEST = "first page, blog of 10,000"


@dataclass(frozen=True)
class Page:
    """`times_bare`: the most it may cost, where docs/benchmarks.md promises something."""

    ask: Ask
    times_bare: float | None = None


def pages() -> dict[str, Page]:
    """By the names that the table prints."""
    blogs = {size: Blog.objects.get(slug=slug_of(size)) for size in SIZES}
    long = blogs[10_000]
    middle = long.posts.published().newest_first()[5_000]
    address = long.get_absolute_url()
    version = long.version
    firsts = {
        f"first page, blog of {size:,}": Page(Ask(blogs[size].get_absolute_url()), 10)
        for size in (20, 1_000, 10_000)
    }
    return {
        NOTHING_NEW: Page(Ask(f"{address}updates/{version}/", status=204), 2),
        ONE_NEW: Page(Ask(f"{address}updates/{version - 1}/")),
        **firsts,
        "older page, 5,000 posts down": Page(Ask(f"{address}?before={middle.public_id}")),
        "permalink": Page(Ask(middle.get_absolute_url())),
        "feed, Atom": Page(Ask(f"{address}feed.atom")),
        "feed, JSON": Page(Ask(f"{address}feed.json")),
    }
