"""What an address tells of what it leads to, where nobody has said more. Data, no network."""

import re
from urllib.parse import urlsplit

from liveblog.embeds.players import original_of
from liveblog.embeds.providers import MASTODON_NAME, provider_of

_LONGEST = 60
# Whose post or channel an address is, where it tells.
_HANDLES = {
    "x": re.compile(r"/(?!i/)(\w{1,15})/status(?:es)?/\d"),
    "tiktok": re.compile(r"/@([\w.]{2,24})(?:/|$)"),
    "threads": re.compile(r"/@([\w.]{1,30})(?:/|$)"),
    # The other form is a number that nobody knows an account by.
    "bluesky": re.compile(r"/profile/([\w-]+(?:\.[\w-]+)+)(?:/|$)"),
    "mastodon": re.compile(rf"/(?:web/|deck/)?(?:@|users/)({MASTODON_NAME}(?:@[\w.-]+)?)/"),
    "youtube": re.compile(r"/@([\w.-]{3,30})(?:/|$)"),
}


def handle_in(url: str) -> str:
    """The account's handle, with its @, where the address itself names it; else nothing."""
    pattern = _HANDLES.get(provider_of(url).slug)
    found = pattern.match(urlsplit(url).path) if pattern else None
    return f"@{found[1]}" if found else ""


def name_of(url: str, *, handle: str = "") -> str:
    """ "Video on YouTube", "Post on X by @ada"; of what is neither, where it leads."""
    provider = provider_of(url)
    if provider.slug == "link":
        return host_of(url)
    if provider.slug != "mastodon" and original_of(url) is None:
        return shortened(url)  # An account, a search, a short link: no single post.
    by = handle or handle_in(url)
    return f"{provider.noun} on {provider.name}{f' by {by}' if by else ''}"


def host_of(url: str) -> str:
    """Where `url` leads, as one says it."""
    try:
        host = urlsplit(url).hostname or url
    except ValueError:
        host = url
    return host.removeprefix("www.")


def shortened(url: str) -> str:
    """`url` as one reads it in a line."""
    short = re.sub(r"^https?://(?:www\.)?", "", url)
    return short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"
