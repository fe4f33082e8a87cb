"""What several stories share: who shows it, who must hold it, and what is not shown any more."""

from django.db import connection, models

from liveblog.models import (
    Byline,
    Contributor,
    Embed,
    Explainer,
    Photo,
    PhotoCaption,
    PinnedExplainer,
    Post,
    PostTopic,
)
from liveblog.publishing.terms import NotPossible


def holders_of(thing: models.Model) -> list[models.Model]:
    """What else is shared and shows `thing`; whoever saves one of these holds it first."""
    if not (isinstance(thing, Photo) and holds_rows()):
        return []
    explainers = Explainer._base_manager.filter(photo=thing)
    return [*explainers, *Contributor._base_manager.filter(picture=thing)]


def place(thing: models.Model) -> tuple[bool, str, int]:
    """Its turn in the order in which things are held; a picture comes last."""
    return isinstance(thing, Photo), thing._meta.label, thing.pk or 0


def holds_rows() -> bool:
    """SQLite has one writer at a time, and need not."""
    return bool(connection.features.has_select_for_no_key_update)


def put_by(thing: models.Model) -> list[models.Model]:
    """The shared things that `thing` shows somewhere."""
    match thing:
        case PhotoCaption():
            return [thing.photo]
        case Byline():
            return [thing.contributor]
        case PostTopic():
            return [thing.topic]
        case Embed() | Explainer():
            photo = thing.thumbnail if isinstance(thing, Embed) else thing.photo
            return [photo] if photo else []
        case Contributor() if thing.picture:
            return [thing.picture]
        case Post() | PinnedExplainer() if thing.explainer:
            return [thing.explainer, *put_by(thing.explainer)]
    return []


def photo_put_by(thing: models.Model) -> int | None:
    match thing:
        case PhotoCaption() | Explainer():
            return thing.photo_id
        case Embed():
            return thing.thumbnail_id
        case Contributor():
            return thing.picture_id
    return None


def refuse_withdrawn(photos: models.QuerySet[Photo]) -> None:
    """Raise NotPossible, saying when, by whom and why, if one of `photos` is withdrawn."""
    marked = photos.filter(withdrawn_at__isnull=False).select_related("withdrawn_by").first()
    if marked is not None:
        raise NotPossible(f"A picture here must not be used. {marked.withdrawal}")
