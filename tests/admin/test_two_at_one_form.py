"""Two people at what many stories share: each keeps their words, and neither undoes the other's."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Contributor, Photo
from tests import factory
from tests.admin.conftest import at, drawing, filled, save, signed_in
from tests.desk.test_library import in_library

pytestmark = pytest.mark.django_db
PROLONGED = {"usage_terms": "No use after May", "use_until": "2023-05-01"}


@pytest.fixture
def photo() -> Photo:
    return in_library("navy", alt_text="A wall", caption="Old", taken_at=datetime.now(UTC))


@pytest.fixture
def mine() -> Client:
    return signed_in(factory.user("Editors", name="mine"))


@pytest.fixture
def theirs() -> Client:
    return signed_in(factory.user("Editors", name="theirs"))


def press(client: Client, where: str, sent: dict[str, Any], **typed: Any) -> Any:
    return client.post(where, {**sent, **typed, "_continue": "1"})


def test_what_one_left_alone_stays_as_a_colleague_made_it(
    photo: Photo, mine: Client, theirs: Client
) -> None:
    where = at("photo_change", photo.pk)
    opened = filled(mine, where)
    save(theirs, where, **PROLONGED, _continue="1")
    assert press(mine, where, opened, caption="New").status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.usage_terms) == ("New", "No use after May")
    assert photo.use_until == date(2023, 5, 1)


def test_a_word_that_both_changed_is_asked_about_and_the_second_press_is_a_decision(
    photo: Photo, mine: Client, theirs: Client
) -> None:
    where = at("photo_change", photo.pk)
    opened = filled(mine, where)
    save(theirs, where, caption="The wall\r\nat dusk", credit="Ada/AP", _continue="1")
    asked = press(mine, where, opened, caption="A wall at dawn")
    form = asked.context["adminform"].form
    assert "“The wall\nat dusk”" in form.errors["caption"][0]
    assert (form["caption"].value(), form["credit"].value()) == ("A wall at dawn", "Ada/AP")
    photo.refresh_from_db()
    assert photo.caption == "The wall\r\nat dusk"
    again = {name: said for name, said in form.data.items() if name.startswith("initial-")}
    words = [each for each in form if each.name != "file"]
    again |= {each.html_name: each.value() or "" for each in words}
    assert press(mine, where, again).status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.credit) == ("A wall at dawn", "Ada/AP")


def test_the_same_word_typed_by_both_is_nothing_to_ask_about(
    photo: Photo, mine: Client, theirs: Client
) -> None:
    where = at("photo_change", photo.pk)
    opened = filled(mine, where)
    save(theirs, where, credit="Ada/AP", _continue="1")
    assert press(mine, where, opened, credit="Ada/AP").status_code == 302
    told = mine.get(at("photo_history", photo.pk)).content.decode()
    assert told.count("Changed credit") == 1


def test_a_moment_left_alone_keeps_its_seconds_and_a_colleagues_new_one_stands(
    photo: Photo, mine: Client, theirs: Client
) -> None:
    where, stood = at("photo_change", photo.pk), photo.taken_at
    assert press(mine, where, filled(mine, where), caption="New").status_code == 302
    photo.refresh_from_db()
    assert photo.taken_at == stood
    opened = filled(mine, where)
    save(theirs, where, taken_at="2023-09-19T13:45", _continue="1")
    press(mine, where, opened, caption="Newer")
    photo.refresh_from_db()
    assert photo.taken_at is not None
    assert photo.taken_at.date() == date(2023, 9, 19)


@pytest.mark.parametrize("stands", ["", "theirs"])
def test_a_contributors_role_and_picture_are_kept_too(
    photo: Photo, mine: Client, theirs: Client, stands: str
) -> None:
    ada = Contributor(name="Ada", slug="ada", role=stands)
    publishing.save_shared(ada, by=None)
    where = at("contributor_change", ada.pk)
    opened = filled(mine, where)
    save(theirs, where, role="At the port", picture=photo.pk, _continue="1")
    assert press(mine, where, opened, name="Ada L.").status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.role, ada.picture) == ("Ada L.", "At the port", photo)


def test_a_topics_name_that_both_changed_is_asked_about(mine: Client, theirs: Client) -> None:
    ports = factory.topic("Ports")
    where = at("topic_change", ports.pk)
    opened = filled(mine, where)
    save(theirs, where, name="Harbours", _continue="1")
    asked = press(mine, where, opened, name="Docks")
    assert "Harbours" in asked.context["adminform"].form.errors["name"][0]
    ports.refresh_from_db()
    assert ports.name == "Harbours"


def test_a_colleagues_new_file_is_asked_about_before_another_takes_its_place(
    photo: Photo, mine: Client, theirs: Client
) -> None:
    where = at("photo_change", photo.pk)
    opened = filled(mine, where)
    save(theirs, where, file=drawing("teal"), _continue="1")
    photo.refresh_from_db()
    stood = photo.sha256
    asked = press(mine, where, opened, file=drawing("maroon"))
    assert "A colleague put another file here" in asked.content.decode()
    photo.refresh_from_db()
    assert photo.sha256 == stood
    again = {**opened, "stood": asked.context["adminform"].form["stood"].value()}
    assert press(mine, where, again, file=drawing("maroon")).status_code == 302
    photo.refresh_from_db()
    assert photo.sha256 != stood


def test_what_a_colleague_chose_is_told_by_its_name(
    photo: Photo, mine: Client, theirs: Client
) -> None:
    ada = Contributor(name="Ada", slug="ada")
    publishing.save_shared(ada, by=None)
    where = at("contributor_change", ada.pk)
    opened = filled(mine, where)
    save(theirs, where, picture=photo.pk, _continue="1")
    other = in_library("teal", alt_text="A gate")
    asked = press(mine, where, opened, picture=other.pk)
    assert f"“{photo}”" in asked.context["adminform"].form.errors["picture"][0]
