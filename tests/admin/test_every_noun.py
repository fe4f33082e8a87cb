"""Every noun is in the admin, and its pages open."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.forms import ModelChoiceField

from liveblog.models import Photo
from liveblog.publishing import note_original, save_shared
from tests import factory
from tests.admin.conftest import at, signed_in

PAGES = ["blog", "post", "explainer", "photo", "contributor", "topic"]
PAGES += ["correction", "revision", "sighting"]
INSIDE_OTHERS = {"byline", "posttopic", "photocaption", "embed", "pinnedexplainer", "membership"}


def test_every_noun_has_a_page_or_stands_in_its_parents():
    nouns = {model._meta.model_name for model in apps.get_app_config("liveblog").get_models()}
    registered = {
        m._meta.model_name for m in admin.site._registry if m._meta.app_label == "liveblog"
    }
    assert registered == set(PAGES)
    assert nouns - registered == INSIDE_OTHERS | {"oldslug", "opensheet"}


@pytest.fixture
def thing(db):
    """One of each, joined as they would be."""
    photo = save_shared(Photo(alt_text="A bridge", credit="A. Walker"), by=None)
    blog = factory.blog()
    post = factory.post(
        blog,
        bylines=[factory.contributor()],
        photos=[{"photo": photo}],
        embeds=[{"url": "https://x.com/a/status/1"}],
    )
    return {
        "blog": blog,
        "post": post,
        "explainer": factory.explainer(),
        "photo": photo,
        "contributor": factory.contributor(),
        "topic": factory.topic(),
        "sighting": note_original(post.embeds.get(), by=None, raw=None),
        "revision": post.revisions.latest("pk"),
    }


@pytest.mark.parametrize("noun", PAGES)
def test_its_list_opens(noun, thing):
    assert signed_in(factory.admin()).get(at(f"{noun}_changelist"), {"q": "x"}).status_code == 200


@pytest.mark.parametrize("noun", PAGES[:6])
def test_its_empty_form_opens(noun, db):
    assert signed_in(factory.admin()).get(at(f"{noun}_add")).status_code == 200


@pytest.mark.parametrize("key", ["²", "9" * 30, "\0"])
@pytest.mark.parametrize("noun", PAGES[:6])
def test_its_form_opens_empty_at_an_address_that_names_nothing(noun, key, db):
    client = signed_in(factory.admin())
    fields = apps.get_model("liveblog", noun)._meta.get_fields()
    named = ["desk", *(field.name for field in fields if field.is_relation)]
    for name in named:
        page = client.get(at(f"{noun}_add"), {name: key})
        assert page.status_code == 200
        field = page.context["adminform"].form.fields.get(name)
        if isinstance(field, ModelChoiceField):
            assert not page.context["adminform"].form[name].value()


def test_an_address_still_fills_in_what_it_names(blog):
    topics = [factory.topic(), factory.topic()]
    asked = {"blog": blog.pk, "headline": "Bridge", "topics": ",".join(str(t.pk) for t in topics)}
    form = signed_in(factory.admin()).get(at("post_add"), asked).context["adminform"].form
    assert form["blog"].value() == str(blog.pk)
    assert form["headline"].value() == "Bridge"
    assert form["topics"].value() == [str(topic.pk) for topic in topics]


@pytest.mark.parametrize("noun", [*PAGES[:6], "revision"])
def test_its_own_page_opens(noun, thing):
    page = signed_in(factory.admin()).get(at(f"{noun}_change", thing[noun].pk))
    assert page.status_code == 200


@pytest.mark.parametrize("noun", ["blog", "post", "explainer"])
def test_its_history_names_the_act_and_who(noun, thing):
    page = signed_in(factory.admin()).get(at(f"{noun}_history", thing[noun].pk))
    assert b"The system" in page.content


@pytest.mark.parametrize("noun", ["correction", "revision"])
@pytest.mark.parametrize("door", ["add", "delete"])
def test_the_record_takes_no_hand_written_entry_and_loses_none(noun, door, thing):
    address = at(f"{noun}_{door}", *([thing["revision"].pk] if door == "delete" else []))
    answer = signed_in(factory.admin()).post(address, {"post": "yes"})
    assert answer.status_code in (302, 403)
    assert thing["post"].revisions.filter(pk=thing["revision"].pk).exists()
