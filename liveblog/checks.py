"""System checks: a wrong setting is refused at start, saying what to type instead."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import InvalidStorageError, storages

from liveblog.conf import DEFAULTS


@register()
def check_settings(**kwargs: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    for name, value in getattr(settings, "LIVEBLOG", {}).items():
        if name not in DEFAULTS:
            known = ", ".join(sorted(DEFAULTS))
            problems.append(
                Error(
                    f"LIVEBLOG has no setting {name!r}.",
                    hint=f"It knows {known}.",
                    id="liveblog.E001",
                )
            )
        elif isinstance(DEFAULTS[name], int) and (not isinstance(value, int) or value < 1):
            problems.append(
                Error(
                    f"LIVEBLOG[{name!r}] is {value!r}, and must be a whole number above zero.",
                    hint=f'For example: LIVEBLOG = {{"{name}": {DEFAULTS[name]}}}.',
                    id="liveblog.E002",
                )
            )
    return problems


@register()
def check_picture_storage(**kwargs: Any) -> list[CheckMessage]:
    """Better told at start than by the first picture of the night."""
    try:
        storages["default"]
    except (InvalidStorageError, ImproperlyConfigured, ImportError) as wrong:
        backend = settings.STORAGES.get("default", {}).get("BACKEND", "")
        needs_package = backend.startswith("storages.")
        return [
            Error(
                f"Pictures cannot be kept: {wrong}",
                hint='Type: pip install "django-storages[s3]"'
                if needs_package
                else 'Name a storage that exists in STORAGES["default"]["BACKEND"].',
                id="liveblog.E003",
            )
        ]
    return []
