"""What was there before it could be searched for is found like what is written since."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from liveblog.models import Contributor, Embed, Explainer, Photo, PhotoCaption, Post
from tests import factory

pytestmark = pytest.mark.django_db


def test_the_migration_keeps_of_every_row_what_a_save_keeps():
    backfill = import_module("liveblog.migrations.0015_search_text_of_it_all")
    factory.post(
        factory.blog(),
        "Café",
        body="<p>Marks &amp; <em>Spencer</em></p><ul><li>one</li></ul>",
        bylines=[factory.contributor("Åsa")],
        explainer=factory.explainer(body="<p>Why</p>"),
        photos=[{"photo": factory.photo_to_come(credit="Ada’s"), "caption": "Crane"}],
        embeds=[{"url": "https://example.org/1", "text": "West"}],
    )
    models = (Contributor, Embed, Explainer, Photo, PhotoCaption, Post)

    def kept() -> list[list[str]]:
        return [list(model.objects.values_list("search_text", flat=True)) for model in models]

    before = kept()
    assert all(any(each) for each in before)
    for model in models:
        model._base_manager.update(search_text="")
    backfill.fill_in(apps, SimpleNamespace(connection=connection))
    assert kept() == before
