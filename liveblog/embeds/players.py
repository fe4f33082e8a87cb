"""Where a provider shows its original in a frame: made from the link alone. Data, no network."""

import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote, urlsplit

# Width by height, as reader.css keeps the place of each. A player fits itself into the nearest.
RATIOS = {
    "21x9": 21 / 9,
    "16x9": 16 / 9,
    "4x3": 4 / 3,
    "1x1": 1.0,
    "4x5": 4 / 5,
    "9x16": 9 / 16,
}
# Frames whose height nobody knows beforehand: a post's, and a bar of sound.
POST, SOUND = "post", "sound"


@dataclass(frozen=True)
class Original:
    """The frame's `address`, and its `shape`: one of RATIOS, POST or SOUND."""

    address: str
    shape: str

    @property
    def has_ratio(self) -> bool:
        return self.shape in RATIOS


@dataclass(frozen=True)
class Player:
    """`link` matches "host/path?query"; what it names, and {link} itself, fill in `frame`."""

    link: re.Pattern[str]
    frame: str
    shape: str

    @property
    def source(self) -> str:
        """What the content security policy has to name."""
        parts = urlsplit(self.frame)
        return f"{parts.scheme}://{parts.netloc}"


def _player(link: str, frame: str, shape: str) -> Player:
    return Player(re.compile(link, re.IGNORECASE), f"https://{frame}", shape)


# The first that fits. Mastodon has none: its host is anybody's, and no policy could name it.
PLAYERS = (
    _player(
        r"(?:x|twitter)\.com/(?:\w+|i/web)/status(?:es)?/(?P<id>\d+)",
        "platform.twitter.com/embed/Tweet.html?dnt=true&id={id}",
        POST,
    ),
    _player(
        r"youtube\.com/shorts/(?P<id>[\w-]{6,20})", "www.youtube-nocookie.com/embed/{id}", "9x16"
    ),
    _player(
        r"(?:youtube(?:-nocookie)?\.com/(?:watch/?\?(?:.*&)?v=|live/|embed/)|youtu\.be/)"
        r"(?P<id>[\w-]{6,20})",
        "www.youtube-nocookie.com/embed/{id}",
        "16x9",
    ),
    _player(
        r"vimeo\.com/(?P<id>\d+)/(?P<key>[0-9a-f]{8,20})",
        "player.vimeo.com/video/{id}?dnt=1&h={key}",
        "16x9",
    ),
    # Of an event or a showcase as a whole the number is no film's.
    _player(
        r"(?:player\.)?vimeo\.com/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/"
        r"|(?:showcase|album)/\d+/video/)?(?P<id>\d+)/?(?:\?|$)",
        "player.vimeo.com/video/{id}?dnt=1",
        "16x9",
    ),
    _player(r"tiktok\.com/@[\w.-]+/video/(?P<id>\d+)", "www.tiktok.com/embed/v2/{id}", "9x16"),
    _player(
        r"instagram\.com/(?!share/)(?:[\w.]+/)?(?P<kind>p|reel|tv)/(?P<id>[\w-]+)",
        "www.instagram.com/{kind}/{id}/embed/",
        POST,
    ),
    _player(
        r"instagram\.com/reels/(?!audio\b)(?P<id>[\w-]+)",
        "www.instagram.com/reel/{id}/embed/",
        POST,
    ),
    _player(
        r"(?:facebook\.com/(?:watch/?\?|reel/|[\w.-]+/videos/)|fb\.watch/).",
        "www.facebook.com/plugins/video.php?show_text=false&href={link}",
        "16x9",
    ),
    _player(
        r"facebook\.com/(?:[\w.-]+/(?:posts|photos)/|permalink\.php\?|story\.php\?|photo(?:\.php)?/?\?).",
        "www.facebook.com/plugins/post.php?show_text=true&href={link}",
        POST,
    ),
    _player(
        r"threads\.(?:net|com)/@(?P<name>[\w.]+)/post/(?P<id>[\w-]+)",
        "www.threads.com/@{name}/post/{id}/embed",
        POST,
    ),
    _player(
        r"bsky\.app/profile/(?P<name>[\w.:-]+)/post/(?P<id>\w+)",
        "embed.bsky.app/embed/{name}/app.bsky.feed.post/{id}",
        POST,
    ),
    _player(
        r"reddit\.com/(?P<path>r/\w+/comments/\w+(?:/[\w%-]+){0,2})",
        "embed.reddit.com/{path}/?embed=true&ref_source=embed",
        POST,
    ),
    _player(
        r"open\.spotify\.com/(?:intl-[\w-]+/|embed/)?"
        r"(?P<kind>track|album|playlist|episode|show|artist)/(?P<id>\w+)",
        "open.spotify.com/embed/{kind}/{id}",
        SOUND,
    ),
    _player(
        r"soundcloud\.com/(?!(?:discover|search|charts|stream|tags|you|pages)/)[\w-]+/[\w-]+",
        "w.soundcloud.com/player/?url={link}",
        SOUND,
    ),
    _player(
        r"datawrapper\.(?:dwcdn\.net|de/_)/(?P<id>\w{5})", "datawrapper.dwcdn.net/{id}/", "4x3"
    ),
    _player(
        r"(?:public\.flourish\.studio|flo\.uri\.sh)/(?P<kind>visualisation|story)/(?P<id>\d+)",
        "flo.uri.sh/{kind}/{id}/embed",
        "4x3",
    ),
    _player(
        # In a group with topics the first number is the topic's.
        r"t(?:elegram)?\.me/(?:s/)?(?P<name>\w{3,})/(?:\d+/)?(?P<id>\d+)",
        "t.me/{name}/{id}?embed=1",
        POST,
    ),
)
# For the policy's frame-src: these and no others.
FRAME_SOURCES = tuple(dict.fromkeys(player.source for player in PLAYERS))

_SAME_SITE = re.compile(r"^(?:www|m|mobile|web|music|old|new|np)\.", re.IGNORECASE)


def original_of(url: str, ratio: Decimal | None = None) -> Original | None:
    """The frame that shows what `url` links to, as wide by its height as `ratio` where that is
    known; None where there is none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return None
    where = _SAME_SITE.sub("", host) + parts.path
    where = f"{where}?{parts.query}" if parts.query else where
    for player in PLAYERS:
        found = player.link.match(where)
        if found:
            named = {name: quote(words, safe="/%:") for name, words in found.groupdict().items()}
            address = player.frame.format(link=quote(url, safe=""), **named)
            has_ratio = player.shape in RATIOS
            return Original(address, shape_near(ratio) if ratio and has_ratio else player.shape)
    return None


def shape_near(ratio: Decimal) -> str:
    """The one of RATIOS that is nearest."""
    return min(RATIOS, key=lambda shape: abs(RATIOS[shape] / float(ratio) - 1))
