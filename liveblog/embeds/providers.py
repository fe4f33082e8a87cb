"""Which provider a link belongs to: data, no network."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Provider:
    """`slug` is stored; `name` is read; `host` matches the link's host; `is_video` plays."""

    slug: str
    name: str
    host: re.Pattern[str]
    is_video: bool = False


def _hosts(*names: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[\w-]+\.)*(?:{'|'.join(re.escape(n) for n in names)})", re.IGNORECASE)


PROVIDERS = (
    Provider("x", "X", _hosts("x.com", "twitter.com")),
    Provider("youtube", "YouTube", _hosts("youtube.com", "youtu.be"), is_video=True),
    Provider("vimeo", "Vimeo", _hosts("vimeo.com"), is_video=True),
    Provider("instagram", "Instagram", _hosts("instagram.com")),
    Provider("tiktok", "TikTok", _hosts("tiktok.com"), is_video=True),
    Provider("facebook", "Facebook", _hosts("facebook.com")),
    Provider("threads", "Threads", _hosts("threads.net", "threads.com")),
    Provider("bluesky", "Bluesky", _hosts("bsky.app")),
    Provider("telegram", "Telegram", _hosts("t.me")),
    Provider("reddit", "Reddit", _hosts("reddit.com")),
)
LINK = Provider("link", "Link", re.compile(r".*"))
_BY_SLUG = {p.slug: p for p in (*PROVIDERS, LINK)}


def provider_of(url: str) -> Provider:
    """The provider whose host `url` has; `LINK` for every other address."""
    host = urlsplit(url).hostname or ""
    return next((p for p in PROVIDERS if p.host.fullmatch(host)), LINK)


def named(slug: str) -> Provider:
    return _BY_SLUG.get(slug, LINK)
