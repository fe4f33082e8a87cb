"""Write a transcript into a blog: once, whole or not at all, and again whenever it is corrected.

A post is known by its stamp, `transcript:<UTC minute>:<n>`, the nth of that minute counted from the
oldest: so headline and text can be corrected in the file and the same post is updated, and a newer
post of the same minute does not disturb the older. A corrected stamp makes another post.

What wins, when the newsroom has edited an imported post: the file, if its entry says something else
than at the last import; then the newsroom's words are in the post's history. An entry that brings
nothing new leaves the newsroom's words alone. A post that was withdrawn, or corrected in public, is
never written again: readers have been told something about it. A picture that has arrived stays,
with its credit. Whatever the file says and the blog then does not is printed in the report.

Before the change is committed each word is looked for where it was put; a word that is missing
stops the import, and names its line (`TranscriptError`).
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from liveblog import publishing
from liveblog.exchange.imports import said
from liveblog.exchange.imports.report import Outcome, Report
from liveblog.exchange.transcript.nouns import (
    Caption,
    Entry,
    Note,
    Piece,
    Place,
    Transcript,
    TranscriptError,
    words,
)
from liveblog.models import Blog, Explainer, Photo, PhotoCaption, Post, Revision
from liveblog.publishing import content

ACT = "imported"
_REF = "transcript:"


def import_transcript(transcript: Transcript, blog: Blog, *, dry_run: bool = False) -> Report:
    """Write `transcript` into `blog`, and say what became of every word of it.

    With `dry_run` everything is done, and undone: the report is the one that an import would give.
    """
    _refuse_time_to_come(transcript)
    report = Report(transcript, notes=list(transcript.notes))
    with transaction.atomic():
        with publishing.change(by=None, act=ACT, blogs=[blog]) as running:
            # What was read before the lock may be old.
            fresh = Blog.objects.get(pk=blog.pk)
            _Import(fresh, running, report).run()
        transaction.set_rollback(dry_run)
    return report


def _refuse_time_to_come(transcript: Transcript) -> None:
    newest = transcript.entries[0]
    if newest.at > timezone.now():
        raise TranscriptError(
            newest.stamp.line,
            f"{newest.at:%Y-%m-%d %H:%M} UTC is still to come. Correct this stamp, or the date in "
            "the first line.",
        )


class _Import:
    """One run, inside its change."""

    def __init__(self, blog: Blog, running: publishing.Change, report: Report) -> None:
        self.blog = blog
        self.running = running
        self.report = report
        self.transcript = report.transcript

    def run(self) -> None:
        self._head()
        # Oldest first: posts of one minute are sorted by pk, and the upper one is the newer.
        seen: Counter[str] = Counter()
        refs = []
        for entry in reversed(self.transcript.entries):
            minute = f"{_REF}{entry.at:%Y-%m-%dT%H:%MZ}"
            seen[minute] += 1
            outcome = Outcome.NOTHING
            if not entry.is_bare:
                refs.append(f"{minute}:{seen[minute]}")
                outcome = self._entry(entry, refs[-1])
            self.report.outcomes.insert(0, (entry, outcome))
        self._name_those_gone(refs)

    def _name_those_gone(self, refs: Sequence[str]) -> None:
        gone = self.blog.posts.filter(import_ref__startswith=_REF).exclude(import_ref__in=refs)
        self.report.gone = [
            f"{post.published_at:%Y-%m-%d %H:%M} UTC, {post}" for post in gone.newest_first()
        ]

    def _head(self) -> None:
        file, stands = said.by_transcript(self.transcript), said.by_head(self._head_content())
        if not file.agrees(stands):
            last = self.blog.revisions.filter(act__contains=ACT).newest_first().first()
            if last and file.agrees(said.by_head(last.content)):
                self._leave(self.transcript.head, "the head of the blog was edited in the newsroom")
                return
            self._write_head(file)
        now = self._head_content()
        self._require(self.transcript.head, said.words_of_head(now), [now["head"]["lead"]])

    def _head_content(self) -> content.Content:
        return content.of_blog(Blog.objects.get(pk=self.blog.pk), timezone.now())

    def _write_head(self, file: said.HeadSaid) -> None:
        if file.standfirst:
            publishing.update_blog(self.blog, by=None, act=ACT, standfirst=file.standfirst)
        if self.transcript.lead:
            held = PhotoCaption.objects.filter(blog=self.blog).select_related("photo").first()
            photo = self._photo(self.transcript.lead, held)
            caption = self.transcript.lead.caption.text
            publishing.set_lead(self.blog, by=None, photo=photo, caption=caption)

    def _entry(self, entry: Entry, ref: str) -> Outcome:
        post = self.blog.posts.filter(import_ref=ref).first()
        try:
            outcome = self._create(entry, ref) if post is None else self._update(post, entry)
        except (ValidationError, publishing.NotPossible) as error:
            reasons = getattr(error, "messages", None) or [str(error)]
            raise TranscriptError(entry.stamp.line, " ".join(reasons)) from None
        if outcome is not Outcome.LEFT:
            post = self.blog.posts.with_parts().get(import_ref=ref)
            now = content.of_post(post)
            self._require(entry.content, said.words_of_post(now), now["photos"])
        return outcome

    def _create(self, entry: Entry, ref: str) -> Outcome:
        post = publishing.create(
            self.blog, by=None, import_ref=ref, **self._content(entry, explainer=None, held=[])
        )
        publishing.publish(post, by=None, at=entry.at)
        self.running.record(post)  # so that its first revision, too, says it was imported
        return Outcome.NEW

    def _update(self, post: Post, entry: Entry) -> Outcome:
        file = said.by_entry(entry)
        stands = Post.objects.with_parts().get(pk=post.pk)
        if post.is_retracted:
            return self._leave_post(entry, "this post is withdrawn")
        if file.agrees(said.by_post(content.of_post(stands))):
            return Outcome.SAME
        if file.agrees(_last_import(post)):
            return self._leave_post(entry, "this post was edited in the newsroom since")
        if post.corrections.exists():
            return self._leave_post(entry, "this post was corrected in public: edit it by hand")
        held = list(stands.photos.all())
        fields = self._content(entry, explainer=stands.explainer, held=held)
        publishing.update(post, by=None, act=ACT, **fields)
        return Outcome.CHANGED

    def _content(
        self, entry: Entry, *, explainer: Explainer | None, held: list[PhotoCaption]
    ) -> dict[str, Any]:
        """What `publishing.create` and `update` take; `held` are the pictures there already."""
        file = said.by_entry(entry)
        pictures = zip(entry.captions, _paired(entry.captions, held), strict=True)
        photos = [
            {"photo": self._photo(caption, row), "caption": caption.caption.text}
            for caption, row in pictures
        ]
        return {
            "headline": "" if file.is_explainer else file.headline,
            "body": "" if file.is_explainer else file.body,
            "explainer": self._explainer(file, entry, explainer) if file.is_explainer else None,
            "photos": photos,
            "embeds": [said.embed_fields(quote) for quote in entry.quotes],
        }

    def _photo(self, caption: Caption, held: PhotoCaption | None) -> Photo:
        """The picture with this caption: the one that stands there, or one announced."""
        wanted = said.by_caption(caption)
        if held and held.photo.file and wanted.is_likely(held.text, held.photo.credit):
            return held.photo
        offered = Photo.objects.offered()
        announced = offered.filter(caption=wanted.caption, credit=wanted.credit)
        if photo := announced.order_by("pk").first():
            return photo
        photo = held.photo if held and _is_only_announced_here(held.photo) else Photo()
        photo.caption, photo.credit = wanted.caption, wanted.credit or ""
        return publishing.save_shared(photo, by=None, act=ACT)

    def _explainer(
        self, file: said.PostSaid, entry: Entry, explainer: Explainer | None
    ) -> Explainer:
        """The post's own explainer, one that says the same already, or a new one."""
        same = Explainer.objects.published().filter(title=file.headline, body=file.body)
        if explainer is None and (found := same.order_by("pk").first()):
            return found
        if explainer is None:
            explainer = Explainer(slug=_free_slug(file.headline), published_at=entry.at)
        explainer.title, explainer.body = file.headline, file.body
        return publishing.save_shared(explainer, by=None, act=ACT)

    def _leave_post(self, entry: Entry, why: str) -> Outcome:
        self._leave(entry.content, why)
        return Outcome.LEFT

    def _leave(self, pieces: tuple[Piece, ...], why: str) -> None:
        self.report.notes.append(Note(pieces[0].line, f"{why}, and is left as it is."))
        self.report.left += pieces

    def _require(
        self,
        pieces: tuple[Piece, ...],
        found: said.Words,
        pictures: Sequence[content.Content | None],
    ) -> None:
        """Every word of `pieces` is among the words found, each in its place."""
        has_arrived = any(picture and picture["file"] for picture in pictures)
        for piece in pieces:
            wanted = Counter(words(piece.text))
            if piece.place == Place.MARK or wanted <= found[piece.place]:
                found[piece.place] -= wanted
                self.report.stored.append(piece)
            elif piece.place == Place.CREDIT and has_arrived:
                self._leave((piece,), "the picture has arrived with a credit of its own")
            else:
                missing = " ".join((wanted - found[piece.place]).elements())
                raise TranscriptError(
                    piece.line, f"these words were not stored: {missing}. Please report it."
                )


def _paired(captions: Sequence[Caption], held: Sequence[PhotoCaption]) -> list[PhotoCaption | None]:
    """For each caption the row that has it, or else the row in its place if that is nobody's."""
    by_words = {row.text: row for row in held}
    claimed = {by_words[c.caption.text].pk for c in captions if c.caption.text in by_words}
    in_place = [row if row.pk not in claimed else None for row in held[: len(captions)]]
    in_place += [None] * (len(captions) - len(in_place))
    return [by_words.get(c.caption.text, row) for c, row in zip(captions, in_place, strict=True)]


def _is_only_announced_here(photo: Photo) -> bool:
    return not photo.file and photo.appearances.count() == 1


def _last_import(post: Post) -> said.PostSaid | None:
    """What the file said of this post when it last changed it."""
    imports = Revision.objects.filter(post=post, act__contains=ACT)
    last = imports.newest_first().first()
    return said.by_post(last.content) if last else None


def _free_slug(title: str) -> str:
    """An address from the title; numbered where other words stand under it already."""
    slug = slugify(title)[:110] or "explainer"
    taken = set(Explainer.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (f"{slug}-{n}" for n in range(2, len(taken) + 3))
    return slug if slug not in taken else next(s for s in numbered if s not in taken)
