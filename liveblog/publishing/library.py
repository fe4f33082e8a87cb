"""What many posts and blogs share: photos, explainers, contributors, topics."""

from typing import TypeVar

from liveblog.models import Contributor, Explainer, Photo, Topic
from liveblog.publishing.change import change
from liveblog.publishing.terms import EDITED, User

Shared = TypeVar("Shared", Photo, Explainer, Contributor, Topic)


def save_shared(thing: Shared, *, by: User, act: str = EDITED) -> Shared:
    """Save it; every blog that shows it steps, so that open pages show the change."""
    with change(by=by, act=act):
        thing.save()
    return thing
