"""`import_posts` writes a transcript into a blog, and accounts for every word of it."""

from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveblog import markup, publishing
from liveblog.exchange.imports import importing
from liveblog.exchange.transcript import quotations, reading
from liveblog.models import Blog, Explainer, Photo, Post, Revision
from tests import factory
from tests.exchange.texts import FIXTURES, HARBOUR, harbour

pytestmark = pytest.mark.django_db


def run(blog: Blog, file: Path = FIXTURES / "harbour.txt", **options: Any) -> str:
    """The command's printed report."""
    out = StringIO()
    call_command(
        "import_posts", str(file), format="transcript", blog=blog.slug, stdout=out, **options
    )
    return out.getvalue()


def words_stored(blog: Blog) -> Counter[str]:
    """Every word of the blog, as a reader finds it; written apart from the importer's own count."""
    blog = Blog.objects.get(pk=blog.pk)
    texts = [markup.plain(blog.standfirst), blog.lead.caption, blog.lead.photo.credit]
    for post in blog.posts.all():
        texts += [post.headline, markup.plain(post.body)]
        if post.explainer:
            texts += [post.explainer.title, markup.plain(post.explainer.body)]
        for shown in post.photos.all():
            texts += [shown.caption, shown.photo.credit]
        for embed in post.embeds.all():
            texts += [embed.text, embed.url.removeprefix("https://"), embed.author]
            texts += [f"({embed.handle})", quotations.printed(embed.posted_on)]
    return Counter(word for text in texts for word in text.split())


def post(blog: Blog, headline: str) -> Post:
    return blog.posts.get(headline__startswith=headline)


def test_each_stamp_with_words_is_a_published_post_at_its_time():
    blog = factory.blog()
    run(blog)
    times = [f"{p.published_at:%H:%M}" for p in blog.posts.published().newest_first()]
    assert " ".join(times) == "15:20 15:12 15:12 14:58 14:41 14:20 14:05 13:47 13:30"


def test_of_two_posts_of_one_minute_the_upper_is_the_newer():
    blog = factory.blog()
    run(blog)
    order = [p.headline.split()[0] for p in blog.posts.newest_first()[1:3]]
    assert order == ["Ferry", "Coastguard"]


def test_standfirst_and_lead_picture_stand_at_the_head():
    blog = factory.blog()
    run(blog)
    blog.refresh_from_db()
    assert blog.standfirst.count("<p>") == 3
    assert blog.lead.caption == "Waves break over the outer mole at Port Selby"
    assert blog.lead.photo.credit == "ANA REYES/Coast Press via Harbour Pictures"
    assert not blog.lead.photo.file


def test_title_state_and_clock_of_the_blog_stay_as_they_are():
    blog = factory.blog(title="Storm", time_zone="Asia/Yerevan", opened=False)
    run(blog)
    blog.refresh_from_db()
    assert (blog.title, blog.time_zone, blog.state) == ("Storm", "Asia/Yerevan", "upcoming")


def test_a_quotation_is_an_embed_with_who_said_it_and_when():
    blog = factory.blog()
    run(blog)
    first, second = post(blog, "Pictures:").embeds.all()
    assert (first.provider, first.author, first.handle) == ("x", "Ines Calder", "@ines_calder")
    assert first.url == "https://pic.twitter.com/qWeRtY123"
    assert str(first.posted_on) == "2024-03-02"
    assert second.author == "Tomas Vey #StormWatch"


def test_a_quotation_without_a_link_is_an_embed_all_the_same():
    blog = factory.blog()
    run(blog)
    (embed,) = post(blog, "Mayor").embeds.all()
    assert (embed.url, embed.provider) == ("", "x")
    assert embed.text.split("\n\n")[1] == "!!! Stay inside."


def test_a_caption_announces_its_picture():
    blog = factory.blog()
    run(blog)
    (shown,) = post(blog, "Pictured:").photos.all()
    assert shown.caption.startswith("Volunteers fill sandbags")
    assert shown.photo.credit == "Piet Lund/NPA"
    assert not shown.photo.file


def test_an_explainer_is_published_and_stands_in_the_stream():
    blog = factory.blog()
    run(blog)
    (explainer,) = Explainer.objects.published()
    assert (explainer.title, explainer.slug) == (
        "What is the outer mole?",
        "what-is-the-outer-mole",
    )
    standing = blog.posts.get(explainer=explainer)
    assert (standing.headline, standing.body) == ("", "")
    assert explainer.body.count("<p>") == 3


def test_an_explainer_whose_address_is_taken_by_other_words_gets_a_number():
    taken = factory.explainer("What is the outer mole?", slug="what-is-the-outer-mole")
    blog = factory.blog()
    run(blog)
    assert {e.slug for e in Explainer.objects.all()} == {taken.slug, f"{taken.slug}-2"}
    taken.refresh_from_db()
    assert taken.body == "<p>It is a thing.</p>"


def test_two_blogs_share_the_explainer_that_says_the_same():
    for _ in range(2):
        run(factory.blog())
    assert Explainer.objects.get().posts.count() == 2


def test_an_import_is_one_step_of_the_blog():
    blog = factory.blog()
    before = blog.version
    run(blog)
    blog.refresh_from_db()
    assert blog.version == before + 1
    assert set(blog.posts.values_list("version", flat=True)) == {blog.version}


def test_every_post_keeps_a_first_revision_that_says_it_was_imported():
    blog = factory.blog()
    run(blog)
    for one in blog.posts.all():
        assert ["imported" in r.act for r in one.revisions.all()] == [True]


def test_every_word_of_the_file_stands_in_the_blog_or_in_the_report(
    capsys: pytest.CaptureFixture[str],
):
    blog = factory.blog()
    printed = run(blog)
    file, stored = Counter(HARBOUR.decode().split()), words_stored(blog)
    dashes = Counter({dash: file[dash] for dash in ("—", "-")})
    stamps = Counter(w for e in harbour().entries for w in e.stamp.text.split())
    not_stored = file - stored
    assert not_stored == dashes + stamps + Counter(["date", "2024-03-02"])
    assert stored - file == Counter()
    assert not_stored - dashes <= Counter(printed.split())
    counts = f"{file.total()} in, {stored.total()} stored, {not_stored.total()} times and dashes"
    with capsys.disabled():
        print(f"\n  words: {counts}")
    assert file.total() == stored.total() + not_stored.total()


def test_the_report_counts_the_words_in_and_where_they_went():
    blog = factory.blog()
    report = importing.import_transcript(harbour(), blog)
    assert report.words_in == len(HARBOUR.decode().split())
    assert report.words_placed.total() == words_stored(blog).total()
    assert report.words_in == report.words_placed.total() + report.words_read.total()
    assert report.words_left == 0
    printed = "\n".join(report.lines())
    assert f"{report.words_in} words in the file" in printed
    assert f"{report.words_placed.total()} stand in the blog" in printed
    assert "9 posts from 13:30 to 15:20 UTC: 9 new" in printed


def test_the_report_of_a_night_names_both_days():
    printed = run(factory.blog(), FIXTURES / "night.txt")
    assert "5 posts from 2024-11-05 04:59 to 2024-11-06 05:20 UTC: 5 new" in printed


def test_a_bare_stamp_is_reported_with_its_line():
    printed = run(factory.blog())
    line = len(HARBOUR.decode().split("02:25 PM CET")[0].split("\n"))
    assert f"Line {line}: 02:25 PM CET has nothing under it, so it is no post." in printed


def test_a_dry_run_reports_the_same_and_writes_nothing():
    blog = factory.blog()
    before = (Revision.objects.count(), blog.version)
    printed = run(blog, dry_run=True)
    blog.refresh_from_db()
    assert (Revision.objects.count(), blog.version) == before
    assert not Post.objects.exists()
    assert not Photo.objects.exists()
    assert not Explainer.objects.exists()
    assert blog.standfirst == ""
    assert "Dry run: nothing was written." in printed
    assert printed.splitlines()[:-1] == run(blog).splitlines()[:-1]


def test_tags_and_entities_of_the_file_are_words_and_not_html(tmp_path: Path):
    file = tmp_path / "odd.txt"
    file.write_text(
        "date 2024-03-02\n\n04:20 PM CET\n\n<b>Odd</b>\n\nTurnout < 50 % &amp; <script>x</script>"
        "\n\nHard\u00a0space, ¿qué? שלום 🚢"
    )
    blog = factory.blog()
    run(blog, file)
    (made,) = blog.posts.all()
    assert made.headline == "<b>Odd</b>"
    assert markup.plain(made.body).startswith("Turnout < 50 % &amp; <script>x</script>")
    assert "<script>" not in made.body


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    paragraphs=st.lists(
        st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=80), max_size=4
    )
)
def test_any_text_can_be_stored_and_brought_again_without_a_change(paragraphs: list[str]):
    text = "\n".join(["date 2024-03-02", "04:20 PM CET", "Headline", *paragraphs])
    transcript = reading.parse(text)
    blog = factory.blog()
    importing.import_transcript(transcript, blog)
    version = Blog.objects.get(pk=blog.pk).version
    importing.import_transcript(transcript, blog)
    assert Blog.objects.get(pk=blog.pk).version == version


def test_a_post_of_the_newsroom_is_left_alone():
    blog = factory.blog()
    own = factory.post(blog, "Ours", body="Our words", minutes=0)
    before = own.revisions.count()
    run(blog)
    assert own.revisions.count() == before
    assert publishing.update(own, by=None, headline="Still ours").headline == "Still ours"
