"""Where an original is shown: an address made of the link alone, at a host the policy names."""

from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from liveblog.embeds.players import FRAME_SOURCES, PLAYERS, original_of

FRAMES = [
    (
        "https://x.com/harbour_desk/status/1850",
        "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1850",
        "post",
    ),
    (
        "https://mobile.twitter.com/i/web/status/1850?s=20",
        "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1850",
        "post",
    ),
    (
        "https://www.youtube.com/watch?v=aaaaaaaaaaa",
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa",
        "16x9",
    ),
    (
        "https://m.youtube.com/watch?list=x&v=aaaaaaaaaaa&t=9",
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa",
        "16x9",
    ),
    (
        "https://youtu.be/aaaaaaaaaaa?t=9",
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa",
        "16x9",
    ),
    (
        "https://www.youtube.com/live/aaaaaaaaaaa",
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa",
        "16x9",
    ),
    (
        "https://www.youtube.com/shorts/aaaaaaaaaaa",
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa",
        "9x16",
    ),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1", "16x9"),
    (
        "https://vimeo.com/channels/quay/76979871",
        "https://player.vimeo.com/video/76979871?dnt=1",
        "16x9",
    ),
    (
        "https://vimeo.com/76979871/8272103f6e",
        "https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e",
        "16x9",
    ),
    (
        "https://www.tiktok.com/@tomas.vey/video/712",
        "https://www.tiktok.com/embed/v2/712",
        "9x16",
    ),
    (
        "https://www.instagram.com/adalind/p/Ca_a-a/",
        "https://www.instagram.com/p/Ca_a-a/embed/",
        "post",
    ),
    ("https://instagram.com/reel/Ca_a/", "https://www.instagram.com/reel/Ca_a/embed/", "post"),
    (
        "https://www.facebook.com/quay/posts/pfbid0a",
        "https://www.facebook.com/plugins/post.php?show_text=true"
        "&href=https%3A%2F%2Fwww.facebook.com%2Fquay%2Fposts%2Fpfbid0a",
        "post",
    ),
    (
        "https://www.facebook.com/watch/?v=12",
        "https://www.facebook.com/plugins/video.php?show_text=false"
        "&href=https%3A%2F%2Fwww.facebook.com%2Fwatch%2F%3Fv%3D12",
        "16x9",
    ),
    (
        "https://www.threads.net/@ada.lind/post/Ca_a",
        "https://www.threads.com/@ada.lind/post/Ca_a/embed",
        "post",
    ),
    (
        "https://bsky.app/profile/ada.example/post/3kaa",
        "https://embed.bsky.app/embed/ada.example/app.bsky.feed.post/3kaa",
        "post",
    ),
    (
        "https://old.reddit.com/r/harbour/comments/aaaaaa/which/",
        "https://embed.reddit.com/r/harbour/comments/aaaaaa/which/?embed=true&ref_source=embed",
        "post",
    ),
    (
        "https://open.spotify.com/intl-de/episode/1a",
        "https://open.spotify.com/embed/episode/1a",
        "sound",
    ),
    (
        "https://soundcloud.com/quayradio/bells",
        "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fquayradio%2Fbells",
        "sound",
    ),
    ("https://datawrapper.dwcdn.net/aBc12/3/", "https://datawrapper.dwcdn.net/aBc12/", "4x3"),
    ("https://www.datawrapper.de/_/aBc12/", "https://datawrapper.dwcdn.net/aBc12/", "4x3"),
    (
        "https://public.flourish.studio/visualisation/1/",
        "https://flo.uri.sh/visualisation/1/embed",
        "4x3",
    ),
    ("https://t.me/harbourdesk/12", "https://t.me/harbourdesk/12?embed=1", "post"),
    ("https://t.me/s/harbourdesk/12", "https://t.me/harbourdesk/12?embed=1", "post"),
    ("https://t.me/harbourgroup/12/345", "https://t.me/harbourgroup/345?embed=1", "post"),
    ("https://t.me/harbourgroup/12/345?single", "https://t.me/harbourgroup/345?embed=1", "post"),
    (
        "https://music.youtube.com/watch?v=aaaaaaaaaaa",
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa",
        "16x9",
    ),
    (
        "https://www.youtube.com/watch/?v=aaaaaaaaaaa",
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa",
        "16x9",
    ),
    (
        "https://player.vimeo.com/video/76979871",
        "https://player.vimeo.com/video/76979871?dnt=1",
        "16x9",
    ),
    (
        "https://vimeo.com/showcase/12/video/76979871",
        "https://player.vimeo.com/video/76979871?dnt=1",
        "16x9",
    ),
    ("https://www.instagram.com/reels/Ca_a/", "https://www.instagram.com/reel/Ca_a/embed/", "post"),
    (
        "https://www.facebook.com/reel/12",
        "https://www.facebook.com/plugins/video.php?show_text=false"
        "&href=https%3A%2F%2Fwww.facebook.com%2Freel%2F12",
        "16x9",
    ),
    (
        "https://web.facebook.com/quay/photos/12",
        "https://www.facebook.com/plugins/post.php?show_text=true"
        "&href=https%3A%2F%2Fweb.facebook.com%2Fquay%2Fphotos%2F12",
        "post",
    ),
    (
        "https://open.spotify.com/embed/track/1a",
        "https://open.spotify.com/embed/track/1a",
        "sound",
    ),
    (
        "https://x.com./harbour_desk/status/1850",
        "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1850",
        "post",
    ),
]


@pytest.mark.parametrize(("url", "address", "shape"), FRAMES, ids=[url for url, _, _ in FRAMES])
def test_a_link_has_its_frame(url: str, address: str, shape: str):
    found = original_of(url)
    assert found is not None
    assert (found.address, found.shape) == (address, shape)


def test_each_player_is_shown_by_one_of_these_links():
    shown = {urlsplit(address).netloc for _, address, _ in FRAMES}
    assert shown == {urlsplit(player.frame).netloc for player in PLAYERS}


@pytest.mark.parametrize(
    "url",
    [
        "https://harbour.example/@ada/113000000000000001",
        "https://example.org/story",
        "https://x.com/harbour_desk",
        # A number that is no film's, words that are no post's.
        "https://vimeo.com/event/123456",
        "https://vimeo.com/showcase/123456",
        "https://vimeo.com/album/123456",
        "https://www.instagram.com/share/p/Ca_a",
        "https://www.instagram.com/reels/audio/12",
        "https://soundcloud.com/discover/sets",
        "https://x.com.evil.example/a/status/1",
        "https://evil.example/x.com/a/status/1",
        "https://evil.example/?https://youtu.be/aaaaaaaaaaa",
        "https://x.com@evil.example/a/status/1",
        "javascript:alert(1)//youtu.be/aaaaaaaaaaa",
        'https://youtu.be/"onload=alert(1)',
        "http://[",
        "",
    ],
)
def test_any_other_link_has_none(url: str):
    assert original_of(url) is None


@pytest.mark.parametrize(
    "url",
    [
        'https://youtu.be/aaaaaaaaaaa"><script>',
        'https://soundcloud.com/a/b?"><script>&url=https://evil.example',
        "https://x.com/a/status/1/../../evil",
    ],
)
def test_a_frame_is_never_led_elsewhere_by_what_else_stands_in_a_link(url: str):
    found = original_of(url)
    assert found is not None
    assert not set(found.address) & set('"<> ')
    assert "evil.example" not in urlsplit(found.address).netloc
    source = "{0.scheme}://{0.netloc}".format(urlsplit(found.address))
    assert source in FRAME_SOURCES


def test_what_is_known_of_its_shape_keeps_the_place_of_a_player_and_not_of_a_post():
    portrait = original_of("https://vimeo.com/1", Decimal("0.563"))
    wide = original_of("https://youtu.be/aaaaaaaaaaa", Decimal("1.770"))
    post = original_of("https://x.com/a/status/1", Decimal("1.770"))
    assert [each and each.shape for each in (portrait, wide, post)] == ["9x16", "16x9", "post"]


def test_the_policy_names_these_hosts_and_no_others():
    assert settings.SECURE_CSP["frame-src"] == list(FRAME_SOURCES)
    assert all(source.startswith("https://") and "*" not in source for source in FRAME_SOURCES)
