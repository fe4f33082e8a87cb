"""A licence comes with a file: what another file brings is said before readers have it."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from liveblog.models import Blog, Explainer, Photo
from tests import factory
from tests.admin.conftest import at, filled, save

pytestmark = pytest.mark.django_db
EMBARGO = "EMBARGO until noon. NO WEB."


def file(colour: str, terms: str) -> SimpleUploadedFile:
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22'
        '-rdf-syntax-ns#"><rdf:Description xmlns:p="http://ns.adobe.com/photoshop/1.0/"'
        f' p:Instructions="{terms}"/></rdf:RDF></x:xmpmeta>'
    )
    out = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(out, "JPEG", xmp=xmp.encode())
    return SimpleUploadedFile(f"{colour}.jpg", out.getvalue(), "image/jpeg")


def first(client: Client, terms: str = "") -> Photo:
    said = {"file": file("navy", terms), "alt_text": "A bridge", "credit": "A. Walker"}
    assert client.post(at("photo_add"), said).status_code == 302
    return Photo.objects.get()


def replaced(client: Client, photo: Photo, terms: str, **said: Any) -> Any:
    address = at("photo_change", photo.pk)
    sent = filled(client, address) | {"file": file("red", terms), **said}
    return client.post(address, sent, follow=True)


def test_terms_that_forbid_stop_the_file_once_and_say_which(editor: Client):
    photo = first(editor)
    factory.post(factory.blog(), photos=[{"photo": photo, "caption": ""}])
    page = replaced(editor, photo, EMBARGO).content.decode()
    assert EMBARGO in page
    assert "Use this file all the same" in page
    assert Photo.objects.get().file == photo.file
    replaced(editor, photo, EMBARGO, in_spite="on")
    stands = Photo.objects.get()
    assert stands.file != photo.file
    assert stands.usage_terms == EMBARGO


def test_a_picture_that_is_to_come_is_stopped_too(editor: Client):
    save(editor, at("photo_add"), alt_text="The winner", credit="A")
    photo = Photo.objects.get()
    assert EMBARGO in replaced(editor, photo, EMBARGO).content.decode()
    assert not Photo.objects.get().file


def test_a_form_that_brings_no_such_file_asks_nothing(editor: Client):
    photo = first(editor)
    assert "all the same" not in editor.get(at("photo_change", photo.pk)).content.decode()
    replaced(editor, photo, "One use")
    assert Photo.objects.get().usage_terms == "One use"


def test_terms_of_ones_own_stay_and_the_files_are_told(editor: Client):
    photo = first(editor, "For the web, until May")
    page = replaced(editor, photo, "One use").content.decode()
    assert "It says of itself: usage terms “One use”." in page
    assert Photo.objects.get().usage_terms == "For the web, until May"


def test_whoever_replaces_a_file_is_told_that_its_words_were_the_former_ones(editor: Client):
    photo = first(editor)
    assert (
        "see that they are true of this one"
        not in editor.get(at("photo_changelist")).content.decode()
    )
    page = replaced(editor, photo, "").content.decode()
    assert "The words stand as they did for the former file" in page
    assert "It says of itself" not in page


def test_a_picture_that_was_to_come_had_no_former_file(editor: Client):
    save(editor, at("photo_add"), alt_text="The winner", credit="A")
    page = replaced(editor, Photo.objects.get(), "").content.decode()
    assert "former file" not in page


def test_what_each_file_said_is_kept(editor: Client):
    photo = first(editor, "For the web")
    replaced(editor, photo, "One use")
    page = editor.get(at("photo_change", photo.pk)).content.decode()
    for terms in ("For the web", "One use"):
        assert f"<dd>{terms}</dd>" in page


def test_the_picture_of_a_quotation_is_evidence_and_keeps_its_file(editor: Client):
    photo = first(editor)
    embeds = [{"url": "https://example.org/a", "text": "Said", "thumbnail": photo}]
    factory.post(factory.blog(), embeds=embeds)
    page = replaced(editor, photo, "").content.decode()
    assert "shown in a quotation" in page
    assert Photo.objects.get().file == photo.file


@pytest.fixture
def explainer() -> Explainer:
    terms = {"usage_terms": EMBARGO, "use_until": timezone.localdate().replace(year=2020)}
    return factory.explainer("The enclave", photo=factory.photo_to_come(**terms))


def test_an_explainers_form_says_what_its_pictures_licence_forbids(
    editor: Client, explainer: Explainer
):
    page = editor.get(at("explainer_change", explainer.pk)).content.decode()
    assert EMBARGO in page
    assert "Its licence ran out on" in page


def test_the_shelf_says_so_before_and_after_it_is_pinned(editor: Client, explainer: Explainer):
    blog: Blog = factory.blog()
    shelf = f"/admin/liveblog/blog/{blog.pk}/desk/explainers/"
    before = editor.get(shelf, {"q": "enclave"}).content.decode()
    after = editor.post(f"{shelf}{explainer.pk}/pin/", follow=True).content.decode()
    for page in (before, after):
        assert EMBARGO in page
        assert "icence ran out on" in page
