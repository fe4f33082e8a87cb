"""What the environment sets, as a process of its own finds it at its start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks

ROOT = Path(__file__).resolve().parent.parent
BUCKET = {"MEDIA_BUCKET": "pictures", "MEDIA_REGION": "eu-west-1"}

_SHOW = """
import json
from django.conf import settings
print(json.dumps([settings.SECURE_CSP, settings.STORAGES["default"].get("OPTIONS", {})]))
"""


def started(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("MEDIA_")}
    return subprocess.run(
        [sys.executable, *command],
        env={**inherited, "DJANGO_SETTINGS_MODULE": "newsroom.settings", **environment},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )


def found(**environment: str) -> tuple[dict, dict]:
    policy, options = json.loads(started("-c", _SHOW, **environment).stdout)
    return policy, options


def test_without_a_bucket_pictures_come_from_our_own_host():
    policy, options = found()
    assert policy["img-src"] == ["'self'"]
    assert options == {}


@pytest.mark.parametrize(
    ("more", "host", "domain"),
    [
        (
            {},
            "https://pictures.s3.eu-west-1.amazonaws.com",
            "pictures.s3.eu-west-1.amazonaws.com",
        ),
        (
            {"MEDIA_DOMAIN": "pictures.example"},
            "https://pictures.example",
            "pictures.example",
        ),
        (
            {"MEDIA_ENDPOINT": "http://store.example:9000/"},
            "http://store.example:9000",
            "store.example:9000/pictures",
        ),
    ],
    ids=["amazon", "own domain", "another store"],
)
def test_a_buckets_host_may_send_pictures_and_nothing_else(more, host, domain):
    plain, _ = found()
    policy, options = found(**BUCKET, **more)
    assert policy.pop("img-src") == ["'self'", host]
    assert policy == {name: said for name, said in plain.items() if name != "img-src"}
    assert options["custom_domain"] == domain
    assert options["querystring_auth"] is False


def test_a_bucket_without_its_package_is_refused_at_start_saying_what_to_type():
    answer = started("manage.py", "check", **BUCKET)
    if answer.returncode == 0:
        pytest.skip("django-storages is installed here")
    assert "liveblog.E003" in answer.stderr
    assert 'pip install "django-storages[s3]"' in answer.stderr


@pytest.mark.django_db  # Django 6.1 asks the database what it can.
def test_a_storage_that_does_not_exist_is_refused_at_start(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "nowhere.Storage"}}
    (problem,) = [each for each in checks.run_checks() if each.id == "liveblog.E003"]
    assert "nowhere" in problem.msg
    assert "STORAGES" in problem.hint
