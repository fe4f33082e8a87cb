"""The page that withdraws a picture: who may, what it says before and after, what stays refused."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liveblog import publishing
from liveblog.models import Photo, Post
from liveblog.photos import storage
from tests import factory
from tests.admin.conftest import at, drawing, filled, signed_in
from tests.desk.desk import ROLES, Cast
from tests.photos import shots

pytestmark = pytest.mark.django_db
LAWYER = "The family’s lawyer has called."


def withdraw(client: Client, photo: Photo, reason: str = LAWYER) -> Any:
    return client.post(at("photo_withdraw", photo.pk), {"reason": reason}, follow=True)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def sent_again(client: Client, colour: str = "navy") -> Any:
    return client.post(at("photo_add"), {"file": drawing(colour)})


def of_colour(colour: str = "navy") -> Photo:
    photo = storage.store(drawing(colour))
    photo.alt_text, photo.credit = "A bridge", "A. Walker/Agency"
    return publishing.save_shared(photo, by=None)


def test_the_way_there_stands_on_its_page_on_its_card_and_in_red(editor):
    photo = shots.made()
    where = at("photo_withdraw", photo.pk)
    assert f'<a class="button peril-way" href="{where}">' in words(
        editor.get(at("photo_change", photo.pk))
    )
    assert where in words(editor.get(at("photo_changelist")))


def test_the_page_lists_where_it_stands_and_warns(editor, blog):
    photo = shots.made()
    factory.post(blog, "A bridge", photos=[{"photo": photo}])
    publishing.set_lead(blog, by=None, photo=photo)
    page = words(editor.get(at("photo_withdraw", photo.pk)))
    assert "It stands in 2 places now" in page
    assert "In “A bridge”" in page
    assert "This cannot be undone." in page


def test_it_warns_of_updates_that_show_nothing_else(editor, blog):
    photo = shots.made()
    post = publishing.create(blog, by=None, photos=[{"photo": photo}])
    publishing.publish(post, by=None)
    page = words(editor.get(at("photo_withdraw", photo.pk)))
    assert "1 shows nothing but this picture" in page


def test_without_a_reason_nothing_happens(editor):
    photo = shots.made()
    answer = withdraw(editor, photo, " ")
    assert answer.status_code == 422
    assert "Say why" in words(answer)
    assert not Photo.objects.withdrawn().exists()


@pytest.mark.django_db(transaction=True)
def test_afterwards_it_says_from_how_many_places_and_that_its_address_answers_404(editor, blog):
    photo = shots.made()
    address = photo.file.url
    factory.post(blog, "A bridge", photos=[{"photo": photo}])
    publishing.set_lead(blog, by=None, photo=photo)
    page = words(withdraw(editor, photo))
    assert "Withdrawn from 2 places." in page
    assert "Its files are gone." in page
    assert address in page
    assert editor.get(address).status_code == 404
    assert LogEntry.objects.get().get_change_message() == f"Withdrawn from 2 places. {LAWYER}"


@pytest.mark.django_db(transaction=True)
def test_what_a_failing_storage_left_is_named_and_removed_at_the_next_press(editor, monkeypatch):
    photo = shots.made()
    with monkeypatch.context() as failing:
        failing.setattr(storage, "remove", lambda name: 1 / 0)
        page = words(withdraw(editor, photo))
    assert "Not all of its files could be removed" in page
    assert "Its files are gone." in words(editor.post(at("photo_withdraw", photo.pk), follow=True))


def test_a_second_press_changes_nothing_and_says_so(editor):
    photo = shots.made()
    withdraw(editor, photo)
    answer = withdraw(editor, photo, "Another reason.")
    assert "It is withdrawn already." in words(answer)
    assert Photo.objects.get().withdrawal_reason == LAWYER


def test_the_same_file_is_refused_with_when_who_and_why(editor):
    photo = of_colour()
    withdraw(editor, photo)
    page = words(sent_again(editor))
    assert "Withdrawn on" in page
    assert "by editor: The family’s lawyer has called." in page
    assert Photo.objects.count() == 1


def test_it_does_not_take_another_pictures_place(editor):
    gone, other = of_colour("navy"), of_colour("teal")
    withdraw(editor, gone)
    address = at("photo_change", other.pk)
    answer = editor.post(address, filled(editor, address) | {"file": drawing("navy")})
    assert "Withdrawn on" in words(answer)


def test_the_library_shows_it_to_who_asks_for_it_and_without_its_picture(editor):
    photo = shots.made()
    withdraw(editor, photo)
    assert not editor.get(at("photo_changelist")).context["cl"].result_list
    page = editor.get(at("photo_changelist"), {"wanting": "withdrawn"})
    assert list(page.context["cl"].result_list) == [photo]
    assert "thumbnail" not in words(page)
    assert LAWYER.rstrip(".") in words(page)


def test_it_is_not_found_by_who_looks_for_a_picture_to_put_somewhere(editor):
    photo = shots.made(alt_text="Cranes")
    asked = {"app_label": "liveblog", "model_name": "explainer", "field_name": "photo"}
    look = {**asked, "term": "Cranes"}
    assert len(editor.get("/admin/autocomplete/", look).json()["results"]) == 1
    withdraw(editor, photo)
    assert editor.get("/admin/autocomplete/", look).json()["results"] == []


def test_a_forged_form_does_not_put_it_anywhere(editor):
    photo = shots.made()
    withdraw(editor, photo)
    told = factory.explainer()
    address = at("explainer_change", told.pk)
    answer = editor.post(address, filled(editor, address, photo=photo.pk))
    assert answer.status_code == 200
    told.refresh_from_db()
    assert told.photo is None


def test_the_mark_is_a_record(editor):
    photo = shots.made()
    withdraw(editor, photo)
    page = words(editor.get(at("photo_change", photo.pk)))
    assert "Withdrawn on" in page
    assert "<img" not in page
    assert editor.post(at("photo_change", photo.pk), {"credit": "X"}).status_code == 403
    boss = signed_in(factory.admin())
    assert boss.post(at("photo_delete", photo.pk), {"post": "yes"}).status_code == 403


def test_an_administrator_lifts_it_and_the_file_may_come_again(editor):
    photo = of_colour()
    withdraw(editor, photo)
    boss = signed_in(factory.admin())
    assert editor.post(at("photo_lift", photo.pk)).status_code == 403
    boss.post(at("photo_lift", photo.pk))
    assert not Photo.objects.withdrawn().exists()
    sent_again(boss)
    assert Photo.objects.here().count() == 1


# Who may.


def test_it_is_done_by_exactly_who_may_change_pictures(blog):
    cast, photo = Cast(blog), shots.made()
    factory.post(blog, "A bridge", photos=[{"photo": photo}])
    for role in ROLES:
        with transaction.atomic():
            client = cast.client(role)
            shown = client.get(at("photo_withdraw", photo.pk)).status_code
            client.post(at("photo_withdraw", photo.pk), {"reason": LAWYER})
            is_done = Photo.objects.withdrawn().exists()
            assert is_done == (role in ("admin", "editor")), role
            assert (shown == 200) == is_done, role
            transaction.set_rollback(True)


def test_it_is_lifted_by_exactly_who_may_delete_pictures(blog):
    cast, photo = Cast(blog), shots.made()
    publishing.withdraw_photo(photo, by=None, reason=LAWYER)
    for role in ROLES:
        with transaction.atomic():
            cast.client(role).post(at("photo_lift", photo.pk))
            assert Photo.objects.withdrawn().exists() == (role != "admin"), role
            transaction.set_rollback(True)


def test_a_restricted_storys_picture_is_not_there_for_others_before_or_after(editor, blog):
    publishing.update_blog(blog, by=None, is_restricted=True)
    photo = shots.made(alt_text="A secret")
    factory.post(blog, "A bridge", photos=[{"photo": photo}])
    assert editor.get(at("photo_withdraw", photo.pk)).status_code == 404
    publishing.withdraw_photo(photo, by=None, reason=LAWYER)
    assert editor.get(at("photo_withdraw", photo.pk)).status_code == 404
    assert editor.get(at("photo_change", photo.pk)).status_code == 404
    assert "A secret" not in words(editor.get(at("photo_changelist"), {"wanting": "withdrawn"}))


def test_it_leaves_a_story_that_who_withdraws_it_does_not_see(editor, blog):
    publishing.update_blog(blog, by=None, is_restricted=True)
    photo = shots.made()
    theirs = factory.post(blog, "Ours only", photos=[{"photo": photo}])
    factory.post(factory.blog(), "A bridge", photos=[{"photo": photo}])
    page = words(editor.get(at("photo_withdraw", photo.pk)))
    assert "It stands in 2 places now" in page
    assert "Ours only" not in page
    withdraw(editor, photo)
    assert not Post.objects.get(pk=theirs.pk).photos.exists()


# Beside it: deleting, retracting, the picture's own history.


def test_deleting_a_picture_that_is_used_says_what_to_do_instead(blog):
    boss, photo = signed_in(factory.admin()), shots.made()
    factory.post(blog, "A bridge", photos=[{"photo": photo}])
    page = words(boss.get(at("photo_delete", photo.pk)))
    assert "still used, so it cannot be deleted" in page
    assert at("photo_withdraw", photo.pk) in page
    assert "another file" in page


def test_deleting_says_that_it_forgets():
    boss, photo = signed_in(factory.admin()), shots.made()
    assert "the same file may be sent in again" in words(boss.get(at("photo_delete", photo.pk)))
    chosen = {"action": "delete_selected", "_selected_action": [photo.pk]}
    assert "the same files may be sent in again" in words(boss.post(at("photo_changelist"), chosen))


def test_retracting_says_that_the_files_stay(blog):
    boss, photo = signed_in(factory.admin()), shots.made()
    post = factory.post(blog, "A bridge", photos=[{"photo": photo}])
    page = words(boss.get(at("post_retract", post.pk)))
    assert "their files stay at their addresses" in page
    assert at("photo_withdraw", photo.pk) in page
    corrector = signed_in(factory.user("Corrections editors"))
    page = words(corrector.get(at("post_retract", post.pk)))
    assert "ask an editor to withdraw it everywhere" in page


def test_its_history_says_from_which_words_to_which_and_which_file_for_which(editor):
    sent_again(editor, "navy")
    photo = Photo.objects.get()
    address = at("photo_change", photo.pk)
    editor.post(address, filled(editor, address, credit="A. Walker") | {"file": drawing("teal")})
    told = LogEntry.objects.filter(action_flag=2).get().get_change_message()
    assert "Replaced the file “navy.jpg” with “teal.jpg”." in told
    assert "Changed credit from nothing to “A. Walker”." in told


def test_the_list_of_marks_costs_the_same_for_few_and_for_many(editor):
    costs = []
    for number in (2, 6):
        for n in range(number):
            photo = shots.taken_in()
            who = factory.user("Editors", name=f"who-{number}-{n}")
            publishing.withdraw_photo(photo, by=who, reason="The lawyer called.")
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(f"{at('photo_changelist')}?wanting=withdrawn").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
