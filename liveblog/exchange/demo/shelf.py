"""Who and what the stories share. What is there already is left as it is."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.text import slugify

from liveblog import publishing
from liveblog.exchange.demo import script
from liveblog.models import Contributor, Explainer, Photo, Topic
from liveblog.photos import drawing, renditions, storage

PASSWORD = "newsroom"  # noqa: S105  printed when the demonstration starts: it guards nothing
CREDIT = "Illustration: The Newsroom"
User = Any


@dataclass(frozen=True)
class Shelf:
    """Everything by the name that the stories call it."""

    people: dict[str, User]
    contributors: dict[str, Contributor]
    topics: dict[str, Topic]
    pictures: dict[str, Photo]
    explainers: dict[str, Explainer]


def names() -> list[str]:
    """The logins, in the order in which they are shown."""
    return [person["username"] for person in script.load("newsroom")["person"]]


def people() -> dict[str, User]:
    """The three logins; made with the demonstration's password unless they exist."""
    model = get_user_model()
    written = script.load("newsroom")["person"]
    there = {user.get_username(): user for user in model.objects.filter(username__in=names())}
    missing = [person for person in written if person["username"] not in there]
    # Hashing is slow on purpose, and a password that is printed needs no salt of its own.
    hashed = make_password(PASSWORD) if missing else ""
    for person in missing:
        there[person["username"]] = _hire(hashed, **person)
    return there


def _hire(hashed: str, *, groups: list[str], **fields: Any) -> User:
    user = get_user_model().objects.create(is_staff=True, password=hashed, **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def stock(people: dict[str, User]) -> Shelf:
    """The shelf, filled: a second time it finds everything there."""
    written = script.load("newsroom")
    pictures = _pictures(written["picture"])
    with publishing.change(by=people[script.EDITOR], act="created"):
        return Shelf(
            people=people,
            contributors={e["name"]: _contributor(people, **e) for e in written["contributor"]},
            topics={each["name"]: _topic(each["name"]) for each in written["topic"]},
            pictures={scene: _kept(photo, people) for scene, photo in pictures.items()},
            explainers={
                each["slug"]: _explainer(pictures, **each) for each in written["explainer"]
            },
        )


def as_it_stands() -> Shelf:
    """What of the shelf is still there, by the names it was given: editors may have changed it."""
    scenes = {each["alt_text"]: each["scene"] for each in script.load("newsroom")["picture"]}
    photos = Photo.objects.offered().filter(alt_text__in=scenes, credit=CREDIT)
    return Shelf(
        people={},
        contributors={each.name: each for each in Contributor.objects.all()},
        topics={each.name: each for each in Topic.objects.all()},
        pictures={scenes[each.alt_text]: each for each in photos},
        explainers={},
    )


def _contributor(people: dict[str, User], *, name: str, role: str, user: str = "") -> Contributor:
    slug = slugify(name)
    known = Contributor.objects.filter(slug=slug).first()
    if known is not None:
        return known
    login = people.get(user)
    if login is not None and Contributor.objects.filter(user=login).exists():
        login = None  # Somebody gave this login another byline since.
    made = Contributor(name=name, slug=slug, role=role, user=login)
    made.save()
    return made


def _topic(name: str) -> Topic:
    slug = slugify(name)
    known = Topic.objects.filter(slug=slug).first()
    if known is not None:
        return known
    made = Topic(name=name, slug=slug)
    made.save()
    return made


def _explainer(pictures: dict[str, Photo], *, slug: str, picture: str, **fields: Any) -> Explainer:
    known = Explainer.objects.filter(slug=slug).first()
    if known is not None:
        return known
    made = Explainer(slug=slug, photo=pictures[picture], published_at=timezone.now(), **fields)
    made.save()
    return made


def _pictures(written: list[dict[str, str]]) -> dict[str, Photo]:
    """The drawings, ready to be shown; their ladders follow. Pillow works outside the lock."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        drawn = list(pool.map(lambda each: drawing.draw(each["scene"]), written))
    photos = {}
    for each, data in zip(written, drawn, strict=True):
        photo = storage.store(io.BytesIO(data), name=f"{each['scene']}.jpg")
        if photo.pk is None:
            photo.alt_text, photo.credit = each["alt_text"], CREDIT
        photos[each["scene"]] = photo
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(renditions.make_plain, photos.values()))
    return photos


def _kept(photo: Photo, people: dict[str, User]) -> Photo:
    if photo.pk is None:
        photo.uploaded_by = people[script.EDITOR]
        photo.save()
    return photo
