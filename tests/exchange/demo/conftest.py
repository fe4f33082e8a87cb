"""The demonstration newsroom, built once for a module: each test sees it as it was built."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from liveblog.exchange.demo import build


@pytest.fixture(scope="module")
def newsroom(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    media = tmp_path_factory.mktemp("demo") / "media"
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        build.build()
        yield
        transaction.set_rollback(True)
