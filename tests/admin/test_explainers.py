"""An explainer's own page in the admin: where it stands, told from there, its history."""

import re

import pytest

from liveblog import publishing
from liveblog.models import Explainer, Membership
from tests import factory
from tests.admin.conftest import at, filled, save, signed_in
from tests.photos import shots


def text(client, address) -> str:
    return client.get(address).content.decode()


def test_it_says_where_it_is_pinned_how_and_where_it_is_told(editor, blog):
    explainer = factory.explainer()
    publishing.pin_explainer(blog, explainer, by=None)
    post = publishing.tell_explainer(blog, explainer, by=None)
    page = text(editor, at("explainer_change", explainer.pk))
    assert f'<a href="{at("blog_change", blog.pk)}">{blog}</a> (folded)' in page
    assert at("post_change", post.pk) in page


def test_another_teams_story_is_not_named_where_it_is_told(editor):
    explainer, secret = factory.explainer(), factory.blog(title="Secret", is_restricted=True)
    publishing.pin_explainer(secret, explainer, by=None)
    publishing.tell_explainer(secret, explainer, by=None)
    assert "Secret" not in text(editor, at("explainer_change", explainer.pk))


def test_one_press_saves_it_and_tells_it_once(editor, blog):
    explainer = factory.explainer("Old")
    publishing.pin_explainer(blog, explainer, by=None)
    address = at("explainer_change", explainer.pk)
    sent = filled(editor, address, title="New", **{f"_tell_{blog.pk}_": "1"})
    for _ in range(2):
        assert editor.post(address, sent).status_code in (200, 302)
    assert blog.posts.get().label == "New"


def test_it_is_not_told_where_one_may_not_publish(blog):
    reporter = factory.user("Reporters")
    reporter.user_permissions.set(
        factory.user("Editors").groups.get().permissions.filter(codename="change_explainer")
    )
    explainer = factory.explainer()
    publishing.pin_explainer(blog, explainer, by=None)
    client, address = signed_in(reporter), at("explainer_change", explainer.pk)
    assert "Tell it in" not in text(client, address)
    assert save(client, address, **{f"_tell_{blog.pk}_": "1"}).status_code == 403
    assert not blog.posts.exists()


def test_a_restricted_blogs_editor_tells_it_there(blog):
    publishing.update_blog(blog, by=None, is_restricted=True)
    editor = factory.user("Editors")
    address_of = at("explainer_change", factory.explainer().pk)
    assert save(signed_in(editor), address_of, **{f"_tell_{blog.pk}_": "1"}).status_code == 403
    Membership.objects.create(blog=blog, user=editor, role=Membership.Role.EDITOR)
    assert save(signed_in(editor), address_of, **{f"_tell_{blog.pk}_": "1"}).status_code == 302
    assert blog.posts.count() == 1


@pytest.mark.parametrize("noun", ["explainer", "post"])
def test_its_history_shows_the_words_that_came_and_went(editor, blog, noun):
    if noun == "post":
        thing = factory.post(blog, body="It is a sum.")
        publishing.update(thing, by=None, body="It is a total.")
    else:
        thing = factory.explainer(body="It is a sum.")
        thing.body = "It is a total."
        publishing.save_shared(thing, by=None)
    page = text(editor, at(f"{noun}_history", thing.pk))
    assert "<del>sum</del><ins>total</ins>" in page


def test_whoever_came_from_a_desk_goes_back_to_it(editor, blog):
    desk = f"/admin/liveblog/blog/{blog.pk}/desk/"
    address = f"{at('explainer_change', factory.explainer().pk)}?desk={blog.pk}"
    assert f'href="{desk}"' in text(editor, address)
    assert save(editor, address, title="New")["Location"] == desk


def test_a_desk_that_one_may_not_find_is_no_way_back(editor):
    secret = factory.blog(title="Secret", is_restricted=True)
    address = f"{at('explainer_change', factory.explainer().pk)}?desk={secret.pk}"
    assert "Secret" not in text(editor, address)
    assert "/desk/" not in save(editor, address, title="New")["Location"]


def test_it_is_published_once_its_picture_has_its_words(editor):
    photo = shots.taken_in(alt_text="", credit="")
    explainer = factory.explainer(photo=photo, published_at=None)
    address = at("explainer_change", explainer.pk)
    assert save(editor, address, title="Still a draft").status_code == 302
    page = save(editor, address, published_at="2026-03-01T12:00").content.decode()
    assert "The picture has no alt text" in page
    assert "The picture has no credit" in page
    assert not Explainer.objects.published().exists()
    photo.alt_text, photo.credit = "A wall", "Ann/Us"
    publishing.save_shared(photo, by=None)
    assert save(editor, address, published_at="2026-03-01T12:00").status_code == 302
    assert Explainer.objects.published().exists()


def test_readers_keep_the_address_that_they_have(editor, client):
    explainer = factory.explainer(slug="count", published_at=None)
    address = at("explainer_change", explainer.pk)
    save(editor, address, slug="recount", published_at="2026-03-01T12:00")
    assert client.get("/explainers/recount/").status_code == 200
    assert "so it stays as it is" in text(editor, address)
    assert save(editor, address, slug="sum", title="A sum").status_code == 302
    assert "A sum" in client.get("/explainers/recount/").content.decode()


def test_publish_now_needs_no_date_and_is_refused_a_picture_without_its_words(editor):
    draft = factory.explainer(published_at=None)
    address = at("explainer_change", draft.pk)
    photo = shots.taken_in(credit="")
    refused = save(editor, address, _publish="1", photo=photo.pk)
    assert refused.status_code == 200
    assert "credit" in str(refused.context["errors"])
    assert save(editor, address, _publish="1").status_code == 302
    draft.refresh_from_db()
    assert draft.published_at
    assert "Publish now" not in text(editor, address)


def test_it_is_pinned_from_its_own_page_in_a_story_that_is_live(editor, blog):
    explainer = factory.explainer()
    address, name = at("explainer_change", explainer.pk), f"_pin_{blog.pk}_"
    factory.blog(opened=False)
    assert re.findall(r'name="(_pin_\d+_)"', text(editor, address)) == [name]
    for _ in range(2):
        assert save(editor, address, **{name: "1"}).status_code == 302
    assert blog.pins.get().explainer == explainer
    assert name not in text(editor, address)


def test_it_is_not_pinned_where_one_may_not_run_the_story(blog):
    publishing.update_blog(blog, by=None, is_restricted=True)
    explainer, client = factory.explainer(), signed_in(factory.user("Editors"))
    address = at("explainer_change", explainer.pk)
    assert "_pin_" not in text(client, address)
    assert save(client, address, **{f"_pin_{blog.pk}_": "1"}).status_code == 403
    assert not blog.pins.exists()
