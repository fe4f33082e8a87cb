"""Which addresses a reader may be given."""

from urllib.parse import urlsplit

from liveblog.embeds.errors import NotEmbeddable


def refuse_unopenable(url: str) -> None:
    """Raise NotEmbeddable, saying what to do, for what no reader is to open by a click."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise NotEmbeddable("Paste the whole link, as in https://example.org/story.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise NotEmbeddable("Paste a link that begins with https:// or http://.")
    if parts.username or parts.password:
        raise NotEmbeddable("There is a name or a password in this link. Paste it without.")
