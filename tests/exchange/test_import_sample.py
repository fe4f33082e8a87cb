"""A real live blog, where one lies beside the project: its words are not ours to keep here."""

from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from liveblog.models import Revision
from tests import factory
from tests.exchange.test_import_posts import words_stored

pytestmark = pytest.mark.django_db
SAMPLE = (
    Path(__file__).resolve().parents[3] / "shared" / "samples" / "nagorno-karabakh-2023-09-19.txt"
)


@pytest.fixture
def sample() -> Path:
    if not SAMPLE.exists():
        pytest.skip("no sample lies beside the project, in ../shared/samples")
    return SAMPLE


def test_a_real_live_blog_is_imported_to_the_last_word(
    sample: Path, capsys: pytest.CaptureFixture[str]
):
    blog = factory.blog()
    out = StringIO()
    call_command("import_posts", str(sample), format="transcript", blog=blog.slug, stdout=out)
    times = [f"{post.published_at:%H:%M}" for post in blog.posts.published().oldest_first()]
    assert (len(times), times[0], times[-1]) == (13, "11:35", "12:45")
    assert blog.posts.filter(explainer__isnull=False).count() == 1
    assert sum(post.embeds.count() for post in blog.posts.all()) == 3
    assert sum(post.photos.count() for post in blog.posts.all()) == 1
    assert out.getvalue().count("has nothing under it") == 1

    file, stored = Counter(sample.read_text().split()), words_stored(blog)
    assert stored - file == Counter()
    not_stored = file - stored
    dashes = Counter({dash: not_stored[dash] for dash in ("—", "-")})
    assert not_stored - dashes <= Counter(out.getvalue().split())
    with capsys.disabled():
        print(
            f"\n  words: {file.total()} in, {stored.total()} stored, "
            f"{(not_stored - dashes).total()} in the report, {dashes.total()} dashes"
        )
    assert file.total() == stored.total() + not_stored.total()


def test_a_real_live_blog_imported_twice_changes_nothing(sample: Path):
    blog = factory.blog()
    states = []
    for _ in range(2):
        call_command("import_posts", str(sample), blog=blog.slug, stdout=StringIO())
        blog.refresh_from_db()
        states.append((blog.version, Revision.objects.count()))
    assert states[0] == states[1]
