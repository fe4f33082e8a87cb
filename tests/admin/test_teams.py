"""A story that is its team's own: in the admin, nobody else reads of it."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from liveblog import publishing
from liveblog.models import Blog, Explainer, Membership, Photo, Post
from tests import factory
from tests.admin.conftest import at, save, signed_in

pytestmark = pytest.mark.django_db

SECRET = "Secret"


@pytest.fixture
def explainer() -> Explainer:
    return factory.explainer("What is shared?")


@pytest.fixture
def photo() -> Photo:
    """It heads a story that everybody sees, too."""
    made = publishing.save_shared(Photo(alt_text="A shared wall", credit="Ada/Us"), by=None)
    publishing.set_lead(factory.blog(), by=None, photo=made)
    return made


@pytest.fixture
def secret(explainer: Explainer, photo: Photo) -> Blog:
    """A restricted blog that shows what others show too, with its corrected post."""
    blog = factory.blog(title="Secret story", slug="secret-story", is_restricted=True)
    publishing.pin_explainer(blog, explainer, by=None)
    publishing.set_lead(blog, by=None, photo=photo, caption="Secret caption")
    post = factory.post(
        blog, "Secret words", explainer=explainer, photos=[{"photo": photo, "caption": "Secret"}]
    )
    publishing.correct(post, by=None, text="Secret mistake.", kind="correction")
    return blog


def lists() -> list[str]:
    nouns = ("blog", "post", "revision", "correction", "explainer", "photo", "contributor", "topic")
    return [at(f"{noun}_changelist") for noun in nouns]


def test_no_list_and_no_search_finds_it(editor: Client, secret: Blog):
    for page in [reverse("admin:index"), *lists()]:
        for query in ("", f"?q={SECRET}"):
            html = editor.get(page + query, follow=True).content.decode()
            # What was asked for stands in the box again, and in the way back to the list.
            assert SECRET not in re.sub(r'value="Secret"|q(=|%3D)Secret', "", html), page


def test_no_filter_of_an_address_reaches_it(editor: Client, secret: Blog):
    pages = [
        at("post_changelist") + f"?blog__id__exact={secret.pk}",
        at("blog_changelist") + "?is_restricted__exact=1",
        at("blog_changelist") + "?language__exact=en",
    ]
    for page in pages:
        html = editor.get(page, follow=True).content.decode()
        assert "Secret story" not in html, page
        assert "Secret words" not in html, page


@pytest.mark.parametrize("noun", ["explainer", "photo", "topic"])
def test_no_filter_asks_what_a_blog_is_called(editor: Client, secret: Blog, noun: str):
    """A list that is shorter or longer by a guessed letter would spell the title."""
    for relation in ("pins__blog__title", "appearances__blog__title", "posts__blog__title"):
        answer = editor.get(at(f"{noun}_changelist") + f"?{relation}__startswith=S")
        assert answer.status_code in (302, 400)


def test_no_address_shows_it(editor: Client, secret: Blog):
    post = secret.posts.get()
    addresses = [
        at("blog_change", secret.pk),
        at("blog_history", secret.pk),
        at("post_change", post.pk),
        at("post_history", post.pk),
        at("correction_change", post.corrections.get().pk),
        at("revision_change", secret.revisions.newest_first()[0].pk),
        at("revision_change", post.revisions.newest_first()[0].pk),
    ]
    for address in addresses:
        answer = editor.get(address, follow=True)
        assert answer.status_code in (403, 404) or SECRET not in answer.content.decode(), address


def library(client: Client) -> str:
    return client.get(at("photo_changelist")).content.decode()


def test_where_a_shared_thing_is_used_does_not_name_or_count_it(
    editor: Client, secret: Blog, explainer: Explainer, photo: Photo
):
    for page in (at("explainer_change", explainer.pk), at("photo_change", photo.pk)):
        assert SECRET not in editor.get(page).content.decode(), page
    assert "1 blog" not in editor.get(at("explainer_changelist")).content.decode()
    assert "In a story that is not open to you" in library(editor)
    assert SECRET not in library(editor)


def test_its_team_sees_where_the_shared_thing_is_used(secret: Blog, explainer: Explainer):
    member = factory.user("Editors")
    Membership.objects.create(blog=secret, user=member, role="editor")
    client = signed_in(member)
    assert "1 blog" in client.get(at("explainer_changelist")).content.decode()
    page = client.get(at("explainer_change", explainer.pk)).content.decode()
    assert "Secret story" in page


@pytest.mark.parametrize("field", ["post.blog", "photocaption.blog"])
def test_no_searching_select_offers_it(editor: Client, secret: Blog, field: str):
    noun, name = field.split(".")
    asked = {"app_label": "liveblog", "model_name": noun, "field_name": name, "term": "Secret"}
    assert SECRET not in editor.get("/admin/autocomplete/", asked).content.decode()


def test_an_explainer_that_cannot_be_hidden_says_so_without_naming_the_story(
    editor: Client, secret: Blog, explainer: Explainer
):
    answer = save(editor, at("explainer_change", explainer.pk), published_at="", _save="1")
    html = answer.content.decode()
    assert "stands in the stream" in html
    assert SECRET not in html
    assert Explainer.objects.get(pk=explainer.pk).published_at


def may_delete(*nouns: str) -> Client:
    user = factory.user("Editors")
    codenames = [f"delete_{noun}" for noun in nouns]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return signed_in(user)


def test_what_stands_in_the_way_of_a_deletion_is_not_named(secret: Blog, photo: Photo):
    client = may_delete("photo")
    html = client.get(at("photo_delete", photo.pk)).content.decode()
    assert SECRET not in html
    assert "in another team’s story" in html
    chosen = {"action": "delete_selected", "_selected_action": [photo.pk]}
    html = client.post(at("photo_changelist"), chosen).content.decode()
    assert SECRET not in html


def test_what_stands_in_the_way_is_named_to_who_may_see_it(photo: Photo):
    publishing.set_lead(factory.blog(), by=None, photo=photo, caption="Open caption")
    html = may_delete("photo").get(at("photo_delete", photo.pk)).content.decode()
    assert "Open caption" in html


def test_ones_own_doings_in_it_are_not_named_any_more(editor: Client):
    blog = factory.blog(title="Open story")
    save(editor, at("blog_change", blog.pk), title="Secret story", _save="1")
    assert "Secret story" in editor.get(reverse("admin:index")).content.decode()
    publishing.update_blog(Blog.objects.get(pk=blog.pk), by=None, is_restricted=True)
    assert SECRET not in editor.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("model", [Blog, Post])
def test_the_way_to_the_readers_page_is_not_shown_by_a_number(
    editor: Client, secret: Blog, model: type
):
    thing = secret if model is Blog else secret.posts.get()
    kind = ContentType.objects.get_for_model(model)
    answer = editor.get(reverse("admin:view_on_site", args=[kind.pk, thing.pk]))
    assert "secret-story" not in answer.get("Location", "")
