"""The same file changes nothing; a corrected one updates the same posts, and loses no words."""

import pytest
from django.core.files.base import ContentFile

from liveblog import publishing
from liveblog.exchange.imports import importing
from liveblog.exchange.imports.report import Outcome, Report
from liveblog.exchange.transcript import reading
from liveblog.models import Blog, Embed, Explainer, Photo, PhotoCaption, Revision
from tests import factory
from tests.exchange.test_import_posts import post, words_stored
from tests.exchange.texts import HARBOUR

pytestmark = pytest.mark.django_db
TEXT = HARBOUR.decode()


def bring(blog: Blog, *corrections: tuple[str, str]) -> Report:
    """Import the harbour's transcript, with each old wording replaced by its new one."""
    text = TEXT
    for old, new in corrections:
        assert old in text
        text = text.replace(old, new)
    return importing.import_transcript(reading.parse(text), blog)


def imported() -> Blog:
    blog = factory.blog()
    bring(blog)
    return Blog.objects.get(pk=blog.pk)


def state(blog: Blog) -> tuple[int, ...]:
    version = Blog.objects.get(pk=blog.pk).version
    rows = (Revision, Photo, PhotoCaption, Embed, Explainer)
    return (version, *(model.objects.count() for model in rows))


def outcomes(report: Report) -> dict[Outcome, int]:
    found = [outcome for _, outcome in report.outcomes]
    return {outcome: found.count(outcome) for outcome in found}


def notes(report: Report) -> str:
    return "\n".join(note.text for note in report.notes)


def test_the_same_file_again_changes_nothing():
    blog = imported()
    before, rows = state(blog), list(Embed.objects.values_list("pk", flat=True))
    report = bring(blog)
    assert state(blog) == before
    assert list(Embed.objects.values_list("pk", flat=True)) == rows
    assert outcomes(report) == {Outcome.SAME: 9, Outcome.NOTHING: 1}


def test_a_corrected_text_and_headline_update_the_same_post_in_one_step():
    blog = imported()
    before, was = blog.version, post(blog, "Coastguard")
    report = bring(
        blog, ("Coastguard widens", "Coastguard doubles"), ("twelve miles", "fifteen miles")
    )
    now = post(blog, "Coastguard doubles")
    assert (now.pk, now.public_id) == (was.pk, was.public_id)
    assert "fifteen miles" in now.body
    assert now.revisions.count() == 2
    assert now.version == Blog.objects.get(pk=blog.pk).version == before + 1
    assert outcomes(report)[Outcome.CHANGED] == 1


def test_only_the_corrected_post_takes_the_new_version():
    blog = imported()
    bring(blog, ("twelve miles", "fifteen miles"))
    assert blog.posts.filter(version__gt=blog.version).count() == 1


def test_a_newer_post_of_the_same_minute_leaves_the_older_ones_alone():
    blog = imported()
    ferry = post(blog, "Ferry")
    report = bring(
        blog, ("04:12 PM CET\n\nFerry", "04:12 PM CET\n\nTrains\n\n04:12 PM CET\n\nFerry")
    )
    assert post(blog, "Ferry").pk == ferry.pk
    assert outcomes(report) == {Outcome.NEW: 1, Outcome.SAME: 9, Outcome.NOTHING: 1}
    order = [p.headline.split()[0] for p in blog.posts.newest_first()[1:4]]
    assert order == ["Trains", "Ferry", "Coastguard"]


def test_text_under_a_stamp_that_was_bare_is_a_new_post():
    blog = imported()
    report = bring(blog, ("02:25 PM CET\n", "02:25 PM CET\n\nFirst warning\n"))
    assert outcomes(report) == {Outcome.NEW: 1, Outcome.SAME: 9}


def test_a_corrected_quotation_updates_its_embed():
    blog = imported()
    bring(blog, ("(@ines_calder)", "(@inescalder)"))
    assert [e.handle for e in post(blog, "Pictures:").embeds.all()] == ["@inescalder", "@tomasvey"]


def test_a_corrected_explainer_keeps_its_address():
    blog = imported()
    bring(blog, ("What is the outer mole?", "What is the mole?"), ("1911", "1912"))
    explainer = Explainer.objects.get()
    assert (explainer.title, explainer.slug) == ("What is the mole?", "what-is-the-outer-mole")
    assert "1912" in explainer.body


def test_a_corrected_standfirst_is_a_change_of_the_head_alone():
    blog = imported()
    bring(blog, ("4,200 homes", "4,800 homes"))
    now = Blog.objects.get(pk=blog.pk)
    assert "4,800 homes" in now.standfirst
    assert now.head_version == now.version == blog.version + 1
    assert not blog.posts.filter(version__gt=blog.version).exists()


def test_a_corrected_caption_and_credit_keep_the_announced_picture():
    blog = imported()
    before = set(Photo.objects.values_list("pk", flat=True))
    bring(blog, ("ANA REYES", "ANNA REYES"), ("Volunteers fill sandbags in", "Pupils fill bags in"))
    assert set(Photo.objects.values_list("pk", flat=True)) == before
    assert Blog.objects.get(pk=blog.pk).lead.photo.credit.startswith("ANNA REYES")
    assert post(blog, "Pictured:").photos.get().caption.startswith("Pupils fill bags")


def arrive(photo: Photo, **fields: str) -> Photo:
    """The announced picture comes in."""
    photo.file = ContentFile(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "sandbags.gif")
    for name, value in {"alt_text": "Sandbags", **fields}.items():
        setattr(photo, name, value)
    return publishing.save_shared(photo, by=None)


def test_a_picture_that_has_arrived_stays_when_its_caption_is_corrected():
    blog = imported()
    photo = arrive(post(blog, "Pictured:").photos.get().photo)
    bring(blog, ("sandbags in the yard", "sandbags in the court"))
    shown = post(blog, "Pictured:").photos.get()
    assert shown.photo.pk == photo.pk
    assert "court" in shown.caption


def test_a_picture_that_arrived_with_its_own_credit_keeps_it_and_the_files_is_reported():
    blog = imported()
    arrive(post(blog, "Pictured:").photos.get().photo, credit="P. Lund for NPA")
    before = state(blog)
    report = bring(blog)
    assert state(blog) == before
    assert "credit of its own" in notes(report)
    assert [piece.text for piece in report.left] == ["Piet Lund/NPA"]
    assert "Piet Lund/NPA" in "\n".join(report.lines())


def test_a_caption_put_above_another_does_not_take_its_picture():
    blog = imported()
    photo = arrive(post(blog, "Pictured:").photos.get().photo)
    above = (
        "A crane lies across the road at the quay - Piet Lund/NPA\n\nVolunteers fill sandbags in"
    )
    bring(blog, ("Volunteers fill sandbags in", above))
    crane, sandbags = post(blog, "Pictured:").photos.all()
    assert (crane.caption[:7], bool(crane.photo.file)) == ("A crane", False)
    assert sandbags.photo.pk == photo.pk


def test_another_caption_with_another_credit_is_another_picture():
    blog = imported()
    photo = arrive(post(blog, "Pictured:").photos.get().photo)
    old = TEXT.split("Pictured: Volunteers fill sandbags at the school\n\n")[1].split("\n")[0]
    bring(blog, (old, "A crane lies across the road - Mia Holt/Reuters"))
    shown = post(blog, "Pictured:").photos.get()
    assert shown.photo.pk != photo.pk
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_what_the_newsroom_edited_stays_while_the_file_says_nothing_new():
    blog = imported()
    publishing.update(post(blog, "Ferry"), by=factory.user(), body="Refunds until Monday.")
    before = state(blog)
    report = bring(blog)
    assert state(blog) == before
    assert "edited in the newsroom since" in notes(report)
    assert outcomes(report)[Outcome.LEFT] == 1
    printed = "\n".join(report.lines())
    assert "Tickets for Saturday and Sunday are refunded" in printed
    assert report.words_in == (
        report.words_placed.total() + report.words_read.total() + report.words_left
    )


def test_a_corrected_entry_wins_over_the_newsroom_and_the_history_keeps_both():
    blog = imported()
    publishing.update(post(blog, "Ferry"), by=factory.user(), body="Refunds until Monday.")
    bring(blog, ("Saturday and Sunday", "Saturday"))
    ferry = post(blog, "Ferry")
    assert "Tickets for Saturday are" in ferry.body
    assert ["Monday" in r.content["body"] for r in ferry.revisions.all()] == [False, True, False]


def test_a_head_edited_by_the_newsroom_stays_while_the_file_says_nothing_new():
    blog = imported()
    publishing.update_blog(blog, by=factory.user(), standfirst="All are safe.")
    before = state(blog)
    report = bring(blog)
    assert state(blog) == before
    assert "head of the blog was edited" in notes(report)
    bring(blog, ("4,200 homes", "4,800 homes"))
    assert "4,800 homes" in Blog.objects.get(pk=blog.pk).standfirst


def test_bylines_key_events_and_pins_of_the_newsroom_outlive_a_corrected_file():
    blog = imported()
    writer, ferry = factory.contributor(), post(blog, "Ferry")
    publishing.update(ferry, by=None, bylines=[writer], is_key_event=True)
    publishing.pin(ferry, by=None)
    bring(blog, ("Saturday and Sunday", "Saturday"))
    ferry.refresh_from_db()
    assert "Tickets for Saturday are" in ferry.body
    assert (ferry.is_key_event, ferry.pinned_at is not None) == (True, True)
    assert [b.contributor for b in ferry.bylines.all()] == [writer]


def test_a_post_corrected_in_public_is_never_written_again():
    blog = imported()
    ferry = post(blog, "Ferry")
    publishing.correct(ferry, by=None, text="The offer is for Saturday.", body="Only Saturday.")
    before = state(blog)
    report = bring(blog, ("whoever asks", "anybody who asks"))
    assert state(blog) == before
    assert "corrected in public" in notes(report)
    assert "anybody who asks" in "\n".join(report.lines())


def test_a_withdrawn_post_stays_withdrawn_and_is_reported():
    blog = imported()
    publishing.retract(post(blog, "Ferry"), by=None, reason="The company denies it.")
    before = state(blog)
    report = bring(blog, ("Saturday and Sunday", "Saturday"))
    assert state(blog) == before
    assert "this post is withdrawn" in notes(report)
    assert "Tickets for Saturday are refunded" in "\n".join(report.lines())


def test_a_post_gone_from_the_file_is_left_and_named():
    blog = imported()
    start, end = TEXT.index("03:58 PM CET"), TEXT.index("03:41 PM CET")
    before = state(blog)
    report = bring(blog, (TEXT[start:end], ""))
    assert state(blog) == before
    assert report.gone == ["2024-03-02 14:58 UTC, Watch: Lifeboat leaves the slip"]
    assert "Not in this file, and left as it is: 2024-03-02 14:58" in "\n".join(report.lines())


def test_a_post_whose_stamp_is_now_bare_is_gone_too():
    blog = imported()
    report = bring(blog, ("Watch: Lifeboat leaves the slip", ""))
    assert len(report.gone) == 1
    assert post(blog, "Watch: Lifeboat").is_published


def test_words_are_conserved_by_a_corrected_file_too():
    blog = imported()
    report = bring(blog, ("twelve miles", "fifteen sea miles"))
    assert report.words_placed.total() == words_stored(blog).total()
    assert report.words_in == report.words_placed.total() + report.words_read.total()


def test_a_file_without_lead_and_standfirst_leaves_the_head_alone():
    blog = imported()
    text = "date 2024-03-02\n\n04:20 PM CET\n\nHarbour master"
    importing.import_transcript(reading.parse(text), blog)
    now = Blog.objects.get(pk=blog.pk)
    assert now.standfirst == blog.standfirst
    assert now.lead.caption == blog.lead.caption
