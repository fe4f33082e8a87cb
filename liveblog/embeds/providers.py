"""Which provider a link belongs to, and where it is asked: data, no network."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_ANY = re.compile(r".*")
# Some hosts let a name hold dots and hyphens, within it.
MASTODON_NAME = r"\w+(?:[.-]+\w+)*"
_POST_ON_MASTODON = re.compile(
    rf"/(?:web/|deck/)?@{MASTODON_NAME}(?:@[\w.-]+)?/\d{{5,}}/?"
    rf"|/users/{MASTODON_NAME}/statuses/\d{{5,}}/?"
)
# What telephones pass on: it says nothing, and leads to the link that does.
_SHORT = re.compile(
    r"(?:v[mt]\.tiktok\.com|redd\.it|spotify\.link|on\.soundcloud\.com|fb\.watch)/."
    r"|(?:www\.)?(?:tiktok\.com/t|threads\.(?:net|com)/t|facebook\.com/share|instagram\.com/share)/."
    r"|(?:[\w-]+\.)?reddit\.com/(?:r|u|user)/[\w-]+/s/.",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Provider:
    """`slug` is stored; `name` is read; `host` and `path` match the link's; `is_video` plays,
    `shows_pictures` is looked at: its picture is what it says.
    `noun` is what one of its links is.
    `has_a_wall` may ask for a login where it is not asked as a browser.

    `oembed` is the address that says what a link of this provider says, where it answers anyone,
    without a key (https://oembed.com/). Where it is empty the page itself is read.
    """

    slug: str
    name: str
    host: re.Pattern[str]
    oembed: str = ""
    is_video: bool = False
    noun: str = "Post"
    path: re.Pattern[str] = _ANY
    shows_pictures: bool = False
    has_a_wall: bool = False

    @property
    def is_visual(self) -> bool:
        return self.is_video or self.shows_pictures


def _hosts(*names: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[\w-]+\.)*(?:{'|'.join(re.escape(n) for n in names)})", re.IGNORECASE)


PROVIDERS = (
    Provider("x", "X", _hosts("x.com", "twitter.com"), "https://publish.x.com/oembed"),
    Provider(
        "youtube",
        "YouTube",
        _hosts("youtube.com", "youtube-nocookie.com", "youtu.be"),
        "https://www.youtube.com/oembed",
        noun="Video",
        is_video=True,
    ),
    Provider(
        "vimeo",
        "Vimeo",
        _hosts("vimeo.com"),
        "https://vimeo.com/api/oembed.json",
        noun="Video",
        is_video=True,
    ),
    # Meta's endpoints want an app's key: the pages' own words are read instead.
    Provider(
        "instagram", "Instagram", _hosts("instagram.com"), shows_pictures=True, has_a_wall=True
    ),
    Provider(
        "tiktok",
        "TikTok",
        _hosts("tiktok.com"),
        "https://www.tiktok.com/oembed",
        noun="Video",
        is_video=True,
    ),
    Provider("facebook", "Facebook", _hosts("facebook.com", "fb.com", "fb.watch"), has_a_wall=True),
    Provider("threads", "Threads", _hosts("threads.net", "threads.com"), has_a_wall=True),
    Provider("bluesky", "Bluesky", _hosts("bsky.app"), "https://embed.bsky.app/oembed"),
    Provider("reddit", "Reddit", _hosts("reddit.com", "redd.it"), "https://www.reddit.com/oembed"),
    Provider(
        "spotify",
        "Spotify",
        _hosts("open.spotify.com", "spotify.link"),
        "https://open.spotify.com/oembed",
        noun="Audio",
    ),
    Provider(
        "soundcloud",
        "SoundCloud",
        _hosts("soundcloud.com"),
        "https://soundcloud.com/oembed",
        noun="Audio",
    ),
    Provider(
        "datawrapper",
        "Datawrapper",
        _hosts("datawrapper.dwcdn.net", "datawrapper.de"),
        "https://api.datawrapper.de/v3/oembed/",
        noun="Graphic",
        shows_pictures=True,
    ),
    Provider(
        "flourish",
        "Flourish",
        _hosts("flourish.studio", "flo.uri.sh"),
        "https://app.flourish.studio/api/v1/oembed",
        noun="Graphic",
        shows_pictures=True,
    ),
    Provider("telegram", "Telegram", _hosts("t.me", "telegram.me")),
    # Anybody's server, so it is known by the path of a post, and after all that are known by name.
    Provider("mastodon", "Mastodon", _ANY, path=_POST_ON_MASTODON),
)
LINK = Provider("link", "Link", _ANY)
_BY_SLUG = {p.slug: p for p in (*PROVIDERS, LINK)}


def provider_of(url: str) -> Provider:
    """The provider whose link `url` is; `LINK` for every other address."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return LINK
    for provider in PROVIDERS:
        if provider.host.fullmatch(host) and provider.path.fullmatch(parts.path):
            return provider
    return LINK


def is_short(url: str) -> bool:
    """Whether `url` is a provider's own short form of another link."""
    try:
        parts = urlsplit(url)
        return bool(_SHORT.match((parts.hostname or "") + parts.path))
    except ValueError:
        return False


def named(slug: str) -> Provider:
    return _BY_SLUG.get(slug, LINK)
