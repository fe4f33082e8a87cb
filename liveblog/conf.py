"""The app's settings, each with its unit in its name: `conf.POLL_SECONDS`.

A site sets them in its settings as `LIVEBLOG = {"POLL_SECONDS": 10}`; what is not set has the
value below. `checks` refuses a name that is not here.
"""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Whose journalism this is, and where it stands ("https://news.example"; empty: as asked for).
    "SITE_NAME": "The Newsroom",
    "SITE_URL": "",
    # How the page's clock reads, in the blog's own zone: "01:45 PM BST".
    "CLOCK_FORMAT": "%I:%M %p %Z",
    # Posts on a page; the most new or moved posts, and the most changed ones in all, that one
    # answer carries before it is a fresh first page.
    "PAGE_POSTS": 20,
    "CATCH_UP_POSTS": 60,
    "CATCH_UP_CHANGES": 300,
    # The next poll: while something changed within BREAKING_MINUTES, when it is quiet, when paused.
    "POLL_SECONDS": 5,
    "POLL_QUIET_SECONDS": 15,
    "POLL_PAUSED_SECONDS": 60,
    "BREAKING_MINUTES": 10,
    # How long a cache in front may keep a page or an answer.
    "CACHE_SECONDS": 2,
    "CACHE_POLL_SECONDS": 1,
    "CACHE_STALE_SECONDS": 30,
    # How long a rendered part or page stays, in the cache, for who asks for the same version.
    "KEPT_SECONDS": 600,
    # How long a process may answer "nothing new" without asking the database.
    "WARM_SECONDS": 1,
    # The desk: how often what is typed is kept and the list is asked for, and for how long after
    # its last word an editor's page counts as open.
    "KEEP_SECONDS": 3,
    "DESK_POLL_SECONDS": 5,
    "SHEET_OPEN_SECONDS": 40,
    # What a link says is asked of its server: for how long, how much of it is read, and which
    # networks may be asked (on any port) besides the public ones, as in ["127.0.0.0/8"]. None.
    "EMBED_TIMEOUT_SECONDS": 5,
    "EMBED_MAX_BYTES": 1_000_000,
    "EMBED_PICTURE_MAX_BYTES": 8_000_000,
    "EMBED_ALLOWED_NETWORKS": (),
    # How long one host is left in peace between two looks at originals (refresh_embeds).
    "EMBED_PACE_SECONDS": 2,
    # What an upload may be, and the longest side that is kept of it: 6000 × 4000 is 24 megapixels.
    "PHOTO_MAX_BYTES": 30_000_000,
    "PHOTO_MAX_PIXELS": 64_000_000,
    "PHOTO_KEPT_SIDE_PX": 6000,
    # From how long before its licence ends a picture is warned of.
    "LICENCE_WARNING_DAYS": 7,
    # A key event's entry, a post in the feed.
    "KEY_EVENTS_SHOWN": 12,
    "FEED_POSTS": 50,
    # The front page: blogs that are live, with their latest headlines, and blogs that have ended.
    "FRONT_LIVE_BLOGS": 8,
    "FRONT_POSTS": 3,
    "FRONT_ENDED_BLOGS": 12,
    "CORRECTIONS_SHOWN": 200,
}


def __getattr__(name: str) -> Any:
    if name not in DEFAULTS:
        raise AttributeError(name)
    return getattr(settings, "LIVEBLOG", {}).get(name, DEFAULTS[name])
