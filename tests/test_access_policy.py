"""Every address says who may use it."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import factory


def walk(patterns: list, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, f"{prefix}{entry.namespace or ''}/")
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.pattern}", entry


def is_the_admins(view: object) -> bool:
    """Django's admin wraps its own views in `admin_view`, which asks for a staff login."""
    module = getattr(view, "__module__", "")
    return module.startswith("django.contrib.") or hasattr(view, "model_admin")


ADDRESSES = list(walk(get_resolver().url_patterns))


@pytest.mark.parametrize(("name", "pattern"), ADDRESSES, ids=[name for name, _ in ADDRESSES])
def test_every_address_declares_who_may_use_it(name: str, pattern: URLPattern):
    assert hasattr(pattern.callback, "access") or is_the_admins(pattern.callback), (
        f"{name}: say @access('public') or @access(may_…) on the view"
    )


@pytest.mark.django_db
def test_the_admins_addresses_refuse_a_stranger(client):
    for name in ("admin:index", "admin:liveblog_post_changelist", "admin:liveblog_blog_add"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


@pytest.mark.django_db
def test_the_admins_addresses_refuse_a_reader_with_a_login(client):
    client.force_login(factory.user(is_staff=False))
    assert client.get(reverse("admin:index")).status_code == 302
