"""The newsroom's settings with a cache that keeps nothing: what the first to ask costs."""

from newsroom.settings import *  # noqa: F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
