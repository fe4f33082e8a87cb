"""Editors at their desks, and the forms as their browsers would send them."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from liveblog.models import Blog, Post
from tests import factory


def at(name: str, *args: Any) -> str:
    return reverse(f"admin:liveblog_{name}", args=args)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def filled(client: Client, address: str, **typed: Any) -> dict[str, Any]:
    """What the browser would send from the form at `address`, with `typed` put in."""
    context = client.get(address).context
    sent: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if field.field.show_hidden_initial:
                sent[field.html_initial_name] = _as_shown(field, value)
            if value is None or value is False or value == "":
                continue
            sent[field.html_name] = _as_sent(field, value)
    return {**sent, **{name.replace("__", "-"): value for name, value in typed.items()}}


def _as_sent(field: Any, value: Any) -> Any:
    if value is True:
        return "on"
    if isinstance(value, list | tuple):
        return [getattr(each, "pk", each) for each in value]
    return field.field.widget.format_value(value) or ""


def _as_shown(field: Any, value: Any) -> Any:
    return field.field.hidden_widget().format_value(value) or ""


def save(client: Client, address: str, **typed: Any) -> Any:
    return client.post(address, filled(client, address, **typed))


def save_post(client: Client, post: Post, button: str = "_continue", **typed: Any) -> Any:
    return save(client, at("post_change", post.pk), **{button: "1"}, **typed)


def drawing(colour: str = "navy") -> SimpleUploadedFile:
    """A picture as it comes from a camera: one colour is one file."""
    file = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(file, "JPEG")
    return SimpleUploadedFile(f"{colour}.jpg", file.getvalue(), "image/jpeg")


def version_of(blog: Blog) -> int:
    return Blog.objects.values_list("version", flat=True).get(pk=blog.pk)


@pytest.fixture
def blog(db: None) -> Blog:
    return factory.blog()


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(factory.user("Editors", name="editor"))


@pytest.fixture
def reporter(db: None) -> Client:
    return signed_in(factory.user("Reporters", name="reporter"))
