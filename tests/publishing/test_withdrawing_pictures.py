"""A picture that must not be seen any more leaves every place at once, and is remembered."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from liveblog import permissions, publishing
from liveblog.models import Blog, Explainer, Photo, Post
from liveblog.photos import storage
from liveblog.photos.storage import RefusedPicture
from tests import factory
from tests.photos import shots

pytestmark = pytest.mark.django_db
LAWYER = "The family's lawyer has called."


def withdrawn(photo: Photo, reason: str = LAWYER, by: Any = None) -> publishing.Withdrawal:
    done = publishing.withdraw_photo(photo, by=by, reason=reason)
    photo.refresh_from_db()
    return done


def poll(client: Any, blog: Blog, version: int) -> str:
    answer = client.get(reverse("liveblog:updates", args=[blog.slug, version]))
    return str(answer.content.decode())


def version_of(blog: Blog) -> int:
    return Blog.objects.values_list("version", flat=True).get(pk=blog.pk)


@pytest.mark.django_db(transaction=True)
def test_it_leaves_every_place_and_open_pages_lose_it(client):
    photo, who = shots.made(), factory.user("Editors", first_name="Ines", last_name="Valcourt")
    name = photo.file.name
    told = factory.explainer(photo=photo)
    portrait = factory.contributor(picture=photo)
    first, second, third = (factory.blog() for _ in range(3))
    post = factory.post(first, "A bridge", photos=[{"photo": photo}])
    quoted = factory.post(
        first, "", embeds=[{"url": "https://example.org/a", "title": "A", "thumbnail": photo}]
    )
    publishing.set_lead(second, by=None, photo=photo)
    publishing.pin_explainer(third, told, by=None)
    before = {blog: version_of(blog) for blog in (first, second, third)}
    assert any(each.startswith(name.removesuffix(".jpg")) for each in shots.names())
    assert withdrawn(photo, by=who).places == 5
    stem = storage.name_of(photo.sha256).removesuffix(".jpg")
    assert not [each for each in shots.names() if each.startswith(stem)]
    for blog, version in before.items():
        assert version_of(blog) == version + 1
        answer = poll(client, blog, version)
        assert stem not in answer
        assert answer
        assert stem not in client.get(blog.get_absolute_url()).content.decode()
    assert Post.objects.get(pk=post.pk).headline == "A bridge"
    assert Post.objects.get(pk=quoted.pk).embeds.get().title == "A"
    assert Explainer.objects.get(pk=told.pk).photo is None
    portrait.refresh_from_db()
    assert portrait.picture is None
    record = post.revisions.newest_first().first()
    assert (record.act, record.note, record.made_by) == ("picture withdrawn", LAWYER, who)


def test_a_published_post_of_nothing_else_is_retracted_and_says_no_reason_of_ours(client):
    photo, blog = shots.made(), factory.blog()
    post = publishing.create(blog, by=None, photos=[{"photo": photo}])
    publishing.publish(post, by=None)
    withdrawn(photo)
    post.refresh_from_db()
    assert post.is_retracted
    page = client.get(post.get_absolute_url())
    assert page.status_code == 410
    assert "The picture that stood here has been withdrawn." in page.content.decode()
    assert "lawyer" not in page.content.decode()
    record = post.revisions.newest_first().first()
    assert (record.act, record.note) == ("picture withdrawn, retracted", LAWYER)
    with pytest.raises(publishing.NotPossible, match="Nothing is left"):
        publishing.restore(post, by=None)


def test_a_scheduled_post_of_nothing_else_is_a_draft_again_and_goes_out_to_nobody():
    photo, blog = shots.made(), factory.blog()
    at = timezone.now() + timedelta(hours=1)
    post = publishing.create(blog, by=None, photos=[{"photo": photo}])
    publishing.schedule(post, by=None, at=at)
    withdrawn(photo)
    publishing.publish_due(blog, moment=at + timedelta(hours=1))
    post.refresh_from_db()
    assert post.status == Post.Status.DRAFT


def test_a_post_with_a_second_picture_stays():
    gone, left = shots.made(), shots.made()
    post = factory.post(factory.blog(), "", photos=[{"photo": gone}, {"photo": left}])
    Post.objects.get(pk=post.pk)
    withdrawn(gone)
    post.refresh_from_db()
    assert post.is_published
    assert [row.photo for row in post.photos.all()] == [left]


def test_a_retracted_post_does_not_bring_it_back():
    photo, blog = shots.made(), factory.blog()
    post = factory.post(blog, "A bridge", photos=[{"photo": photo}])
    publishing.retract(post, by=None, reason="Wrong.")
    withdrawn(photo)
    publishing.restore(post, by=None)
    assert not post.photos.exists()


def test_the_same_file_is_refused_and_told_why():
    sent = shots.file()
    photo = publishing.save_shared(storage.store(sent), by=None)
    withdrawn(photo, by=factory.user("Editors", first_name="Ines", last_name="Valcourt"))
    sent.seek(0)
    with pytest.raises(RefusedPicture) as refused:
        storage.store(sent, name="bridge.jpg")
    when = timezone.localtime(photo.withdrawn_at)
    assert f"Withdrawn on {when:%-d %B %Y} at {when:%H:%M} by Ines Valcourt" in str(refused.value)
    assert LAWYER.rstrip(".") in str(refused.value)
    assert "Ask Ines Valcourt or an administrator before it is used." in str(refused.value)
    assert shots.names() == set() or not [n for n in shots.names() if photo.sha256[2:26] in n]


def test_after_the_withdrawal_is_lifted_the_file_may_come_again():
    sent = shots.file()
    photo = publishing.save_shared(storage.store(sent), by=None)
    withdrawn(photo)
    publishing.lift_withdrawal(photo, by=None)
    photo.refresh_from_db()
    assert not photo.is_withdrawn
    sent.seek(0)
    publishing.set_file(photo, by=None, received=storage.store(sent))
    assert storage.pictures().exists(photo.file.name)


def test_twice_is_once_and_the_first_reason_stays():
    photo = shots.made()
    mine, theirs = Photo.objects.get(pk=photo.pk), Photo.objects.get(pk=photo.pk)
    factory.post(factory.blog(), photos=[{"photo": photo}])
    assert withdrawn(mine) == publishing.Withdrawal(1)
    assert withdrawn(theirs, "Another reason.") == publishing.Withdrawal(0, is_news=False)
    assert theirs.withdrawal_reason == LAWYER


def test_it_asks_for_a_reason():
    with pytest.raises(publishing.NotPossible, match="Say why"):
        publishing.withdraw_photo(shots.made(), by=None, reason="  ")


def in_a_post(photo: Photo) -> None:
    factory.post(factory.blog(), photos=[{"photo": photo}])


def at_the_head(photo: Photo) -> None:
    publishing.set_lead(factory.blog(), by=None, photo=photo)


def in_an_explainer(photo: Photo) -> None:
    factory.explainer(photo=photo)


def over_a_link(photo: Photo) -> None:
    link = {"url": "https://example.org/a", "title": "A", "thumbnail": photo}
    factory.post(factory.blog(), embeds=[link])


def with_its_words_mended(photo: Photo) -> None:
    photo.credit = "Somebody else"
    publishing.save_shared(photo, by=None)


def with_another_file(photo: Photo) -> None:
    publishing.set_file(photo, by=None, received=storage.store(shots.file()))


def deleted(photo: Photo) -> None:
    publishing.delete_photo(photo, by=None)


@pytest.mark.parametrize(
    "bring_back",
    [
        in_a_post,
        at_the_head,
        in_an_explainer,
        over_a_link,
        with_its_words_mended,
        with_another_file,
        deleted,
    ],
)
def test_who_had_it_in_hand_before_does_not_bring_it_back(bring_back):
    """Whatever page or program read the picture before it was withdrawn, and writes after."""
    photo = shots.made()
    in_hand = Photo.objects.get(pk=photo.pk)
    withdrawn(photo)
    with pytest.raises(publishing.NotPossible, match="must not be used"):
        bring_back(in_hand)
    photo.refresh_from_db()
    assert photo.is_withdrawn
    assert not photo.file
    assert Photo.objects.used_nowhere().filter(pk=photo.pk).exists()


def test_a_ladder_that_was_being_made_meanwhile_leaves_nothing():
    photo = shots.taken_in()
    in_hand = Photo.objects.get(pk=photo.pk)
    withdrawn(photo)
    storage.remove(storage.name_of(photo.sha256))
    publishing.complete(in_hand)
    assert not [name for name in shots.names() if photo.sha256[2:26] in name]


def test_it_is_neither_to_come_nor_offered():
    photo = shots.made()
    withdrawn(photo)
    assert not Photo.objects.offered().exists()
    assert not Photo.objects.to_come().exists()
    assert Photo.objects.withdrawn().get() == photo


def test_a_lifted_restricted_storys_picture_is_still_not_everybodys():
    photo, blog = shots.made(), factory.blog()
    factory.post(blog, "A bridge", photos=[{"photo": photo}])
    publishing.update_blog(blog, by=None, is_restricted=True)
    outside, admin = factory.user("Reporters"), factory.admin()

    def seen_by(user: Any) -> bool:
        return permissions.visible_photos(user).filter(pk=photo.pk).exists()

    assert not seen_by(outside)
    withdrawn(photo)
    publishing.lift_withdrawal(photo, by=None)
    assert (seen_by(outside), seen_by(admin)) == (False, True)


def test_a_picture_to_come_is_not_withdrawn_and_no_other_file_is_taken_for_its():
    announced = publishing.save_shared(Photo(credit="Ada/Us"), by=None)
    with pytest.raises(publishing.NotPossible, match="has not come yet"):
        publishing.withdraw_photo(announced, by=None, reason=LAWYER)
    shots.made()
    assert storage.made_of("") == []
