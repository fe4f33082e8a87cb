"""Who may do what, by the button, by the address, and by a forged form."""

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Membership, Post
from tests import factory
from tests.admin.conftest import at, filled, save, save_post, signed_in

ACTS = ["correct", "retract", "restore", "send_back"]


@pytest.fixture
def secret(db):
    """Another team's restricted blog, with a published post."""
    blog = factory.blog(title="Secret story", is_restricted=True)
    factory.post(blog, "Secret words")
    return blog


def filed_by(client: Client, blog) -> Post:
    save(client, at("post_add"), blog=blog.pk, headline="Mine", _continue="1")
    return Post.objects.latest("pk")


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_pin", "_unpin"])
def test_a_reporters_forged_button_is_refused_and_nothing_is_written(reporter, blog, button):
    post = filed_by(reporter, blog)
    answer = save_post(reporter, post, button, headline="New", published_at="2999-01-01T10:00")
    assert answer.status_code == 403
    post.refresh_from_db()
    assert (post.status, post.headline) == ("draft", "Mine")


def test_a_reporters_forged_publish_on_the_empty_form_writes_no_post(reporter, blog):
    typed = {"blog": blog.pk, "headline": "H", "_publish": "1"}
    assert save(reporter, at("post_add"), **typed).status_code == 403
    assert not Post.objects.exists()


def test_a_reporter_submits_and_then_waits(reporter, blog):
    post = filed_by(reporter, blog)
    save_post(reporter, post, "_submit")
    post.refresh_from_db()
    assert post.status == "submitted"
    page = reporter.get(at("post_change", post.pk))
    assert page.context["buttons"] == []
    assert reporter.post(at("post_change", post.pk), {"headline": "Late"}).status_code == 403


def test_a_second_click_on_submit_is_no_error(reporter, blog):
    post = filed_by(reporter, blog)
    sent = filled(reporter, at("post_change", post.pk), _submit="1")
    answers = [reporter.post(at("post_change", post.pk), sent) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]


def test_a_colleagues_draft_is_not_found_and_not_listed(reporter, blog):
    other = factory.draft(blog, "Not yours", by=factory.user("Reporters"))
    assert reporter.get(at("post_change", other.pk)).status_code == 404
    assert reporter.post(at("post_change", other.pk), {}).status_code == 404
    assert b"Not yours" not in reporter.get(at("post_changelist")).content


def test_a_restricted_blog_is_named_nowhere(editor, secret):
    post = secret.posts.get()
    pages = [
        at("blog_changelist"),
        at("post_changelist"),
        at("revision_changelist"),
        at("post_add"),
        at("post_add") + f"?blog={secret.pk}",
        "/admin/autocomplete/?app_label=liveblog&model_name=post&field_name=blog&term=S",
    ]
    for page in pages:
        assert b"Secret" not in editor.get(page).content, page
    for address in (at("blog_change", secret.pk), at("post_change", post.pk)):
        assert editor.get(address).status_code == 404
        assert editor.post(address, {}).status_code == 404
    assert editor.get(at("post_history", post.pk)).status_code == 404


def test_a_forged_blog_is_refused(editor, secret):
    page = save(editor, at("post_add"), blog=secret.pk, headline="H", _publish="1")
    assert page.status_code == 200
    assert secret.posts.count() == 1


def test_a_place_in_the_team_opens_the_blog_and_no_other(secret, blog):
    member = factory.user()
    Membership.objects.create(blog=secret, user=member, role="editor")
    client = signed_in(member)
    save(client, at("post_add"), blog=secret.pk, headline="By the team", _publish="1")
    assert secret.posts.published().count() == 2
    save(client, at("post_add"), blog=blog.pk, headline="Elsewhere", _publish="1")
    assert not blog.posts.exists()


def test_a_corrections_editor_reads_posts_and_saves_none(blog):
    client = signed_in(factory.user("Corrections editors"))
    post = factory.post(blog)
    page = client.get(at("post_change", post.pk))
    assert [b.label for b in page.context["buttons"]] == ["Retract …", "Correct …"]
    assert client.post(at("post_change", post.pk), {"headline": "X"}).status_code == 403


def test_a_retracted_post_is_not_edited(editor, blog):
    post = publishing.retract(factory.post(blog), by=None, reason="Wrong.")
    assert editor.get(at("post_change", post.pk)).status_code == 200
    assert editor.post(at("post_change", post.pk), {"headline": "X"}).status_code == 403


@pytest.mark.parametrize("act", ACTS)
class TestEachActsPage:
    def test_a_stranger_is_sent_to_log_in(self, act, blog):
        answer = Client().get(at(f"post_{act}", factory.post(blog).pk))
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]

    def test_a_reader_with_a_login_is_refused(self, act, blog):
        reader = signed_in(factory.user(is_staff=False))
        assert reader.get(at(f"post_{act}", factory.post(blog).pk)).status_code == 403

    def test_a_reporter_is_refused(self, act, reporter, blog):
        address = at(f"post_{act}", factory.post(blog).pk)
        assert reporter.get(address).status_code == 403
        assert (
            reporter.post(address, {"reason": "R", "text": "T", "kind": "update"}).status_code
            == 403
        )

    def test_it_knows_no_other_method(self, act, editor, blog):
        assert editor.put(at(f"post_{act}", factory.post(blog).pk)).status_code == 405

    def test_another_teams_post_is_not_found(self, act, secret):
        client = signed_in(factory.user("Corrections editors", "Editors"))
        assert client.get(at(f"post_{act}", secret.posts.get().pk)).status_code == 404


@pytest.mark.parametrize(
    ("noun", "field"),
    [
        ("post", "blog"),
        ("post", "explainer"),
        ("post", "topics"),
        ("byline", "contributor"),
        ("photocaption", "photo"),
        ("pinnedexplainer", "explainer"),
    ],
)
def test_every_searching_select_answers_a_reporter(reporter, blog, noun, field):
    factory.contributor(), factory.explainer(), factory.topic()
    asked = {"app_label": "liveblog", "model_name": noun, "field_name": field, "term": ""}
    assert "results" in reporter.get("/admin/autocomplete/", asked).json()
