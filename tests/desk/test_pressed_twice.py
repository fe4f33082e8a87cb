"""A second press whose page was read before the first was committed blames nobody, and is one."""

from collections.abc import Callable
from typing import Any

import pytest

from liveblog.admin import photos as photos_admin
from liveblog.desk import corrections
from liveblog.desk.forms.head import LeadForm
from liveblog.desk.sheet import Sheet
from liveblog.models import Blog
from tests import factory
from tests.admin.conftest import at, drawing, filled, signed_in
from tests.desk.desk import address, at_work, edited, sheet
from tests.desk.test_library import in_library
from tests.desk.test_librarys_words import brought, card, lead_form, wall, words_of
from tests.desk.test_pictures_met import correcting, shown

pytestmark = pytest.mark.django_db
Twice = Callable[[Any, str, Callable[[], Any]], tuple[Any, Any]]


@pytest.fixture
def blog() -> Blog:
    return factory.blog()


@pytest.fixture
def twice(monkeypatch: pytest.MonkeyPatch) -> Twice:
    """Press, and press again once the second's page is read by `of.name`; both answers."""

    def pressed(of: Any, name: str, press: Callable[[], Any]) -> tuple[Any, Any]:
        known, first = getattr(of, name), []

        def read(*args: Any, **kwargs: Any) -> Any:
            answer = known(*args, **kwargs)
            if not first:
                first.append(None)
                first[0] = press()
            return answer

        monkeypatch.setattr(of, name, read)
        second = press()
        return first[0], second

    return pressed


def statuses(answers: tuple[Any, Any]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_publish_with_a_new_picture(blog: Blog, twice: Twice):
    editor = factory.user("Editors")
    words = card(blog, editor, brought(blog, editor), alt_text="A wall", credit="Ada/Us")
    said = sheet(headline="Wall", token="tok12345", **words)
    answers = twice(Sheet, "is_valid", lambda: at_work(editor).post(address("desk", blog), said))
    assert statuses(answers) == [302, 302]
    assert blog.posts.count() == 1


def test_save_with_a_mended_alt_text(blog: Blog, twice: Twice):
    editor = at_work(factory.user("Editors"))
    photo, post = wall(blog)
    said = edited(editor, blog, post, **{shown(photo, "alt_text"): "The harbour wall"})
    where = address("desk_edit", blog, post)
    assert statuses(twice(Sheet, "is_valid", lambda: editor.post(where, said))) == [302, 302]


def test_a_correction_of_a_credit(blog: Blog, twice: Twice):
    corrector = at_work(factory.user("Corrections editors"))
    photo, post = wall(blog)
    said = correcting(corrector, blog, post, **{shown(photo, "credit"): "Right/Us"})
    where = address("desk_correct", blog, post)
    answers = twice(corrections, "_pictures", lambda: corrector.post(where, said))
    assert statuses(answers) == [302, 302]
    assert post.corrections.count() == 1


def test_a_lead_picture_with_the_word_that_it_lacked(blog: Blog, twice: Twice):
    editor = at_work(factory.user("Editors"))
    said = lead_form(editor, blog, in_library("navy", alt_text="")) | {"alt_text": "A wall"}
    answers = twice(LeadForm, "is_valid", lambda: editor.post(address("desk_lead", blog), said))
    assert statuses(answers) == [302, 302]


def test_another_file_in_a_pictures_place(twice: Twice):
    photo = in_library("navy", alt_text="A wall", credit="Ada/Us")
    user, where = factory.user("Editors"), at("photo_change", photo.pk)
    said = filled(signed_in(user), where, _continue="1")

    def press() -> Any:
        return signed_in(user).post(where, {**said, "file": drawing("teal")})

    assert statuses(twice(photos_admin, "received", press)) == [302, 302]


def test_sent_again_after_a_lost_answer_with_another_word(blog: Blog):
    reporter = factory.user("Reporters")
    photo = brought(blog, reporter)
    words = card(blog, reporter, photo, alt_text="A wal", credit="Ada/Us")
    said = sheet(headline="Wall", token="tok12345", verb="save", page="telephone.1", **words)
    me, where = at_work(reporter), address("desk", blog)
    assert me.post(where, said).status_code == 302
    again = {**said, "page": "telephone.2", shown(photo, "alt_text"): "A wall"}
    assert me.post(where, again).status_code == 302
    assert words_of(photo) == ("A wall", "Ada/Us")
