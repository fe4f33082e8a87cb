"""The composer's sheet: a post's words, pictures and links, filled in and read as one form."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from liveblog import permissions
from liveblog.desk import keeping, media, quotations, time_shown
from liveblog.desk.forms.links import ANY_NAME, QuoteForm, new_links
from liveblog.desk.forms.pictures import PicturesForm
from liveblog.desk.forms.questions import show_over
from liveblog.desk.forms.words import PostForm, new_token, new_words, words_of
from liveblog.desk.typed import Typed, new_page
from liveblog.models import Blog, Contributor, OpenSheet, Post, Topic

_NOT_DONE = {
    "publish": "Not published yet",
    "schedule": "Not scheduled yet",
    "submit": "Not submitted yet",
}


class Sheet:
    """For a new post in `blog`, or for `post` (with its parts) as `revision` left it.

    `kept` is what was typed before and not sent: it stands in the fields again.
    """

    def __init__(
        self,
        request: HttpRequest,
        blog: Blog,
        post: Post | None = None,
        *,
        revision: int | None = None,
        kept: OpenSheet | None = None,
    ) -> None:
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        self.kept = kept
        # Of the photo library, where a page without a script asked for it.
        self.found: dict[str, Any] | None = None
        # What the fields hold that did not come from the post: just sent, or typed before.
        self.said = data if data is not None else keeping.as_said(kept) if kept else None
        contributors = list(Contributor.objects.all())
        initial = (
            {**words_of(post), "revision": revision, "token": new_token()}
            if post is not None
            else new_words(request.user, contributors)
        )
        if kept is not None:
            initial["bylines"] = keeping.bylines_said(kept)
        self.blog, self.post = blog, post
        self.words = PostForm(
            data,
            initial=initial,
            contributors=contributors,
            topics=list(Topic.objects.used_first(permissions.visible_posts_of(blog, request.user))),
            time_help=time_shown.help_for(request.user, blog, post),
        )
        self.user = request.user
        self.picture = PicturesForm(data, files, prefix="new")
        self.shown = media.on_the_sheet(
            post, self.said, data, by=self.user, sent=lambda: self._became
        )
        # What was withdrawn while this was typed, in words.
        self.taken_away = media.taken_away(self.shown, self.said, by=self.user)
        held = list(post.embeds.all()) if post is not None else []
        self.quotes = [QuoteForm(each, data) for each in [*held, None]]
        self.links = new_links(self.said, data)
        self.any_link = QuoteForm(None, None, token=ANY_NAME)
        if kept is not None and self.said is not None:
            for form in self.forms():
                keeping.fill_in(form, self.said)

    @cached_property
    def _became(self) -> Post | None:
        """What a new sheet became when it was sent before, and its answer lost."""
        token = self.said.get("token", "") if self.post is None and self.said is not None else ""
        return keeping.sent_as(self.blog, token) if token else None

    def forms(self) -> list[forms.Form]:
        return [self.words, self.picture, *self.shown, *self.quotes, *self.links]

    @property
    def held_quotes(self) -> list[QuoteForm]:
        """Of the links that stand in the post; the last is the empty form."""
        return self.quotes[:-1]

    @property
    def new_quote(self) -> QuoteForm:
        return self.quotes[-1]

    @property
    def token(self) -> str:
        return self.words.cleaned_data["token"]

    @cached_property
    def page(self) -> str:
        """A name for the page that shows it, for a browser that runs no script."""
        return new_page()

    @property
    def typed_before(self) -> str:
        """The pages that typed what is shown: the one that shows it may write over their words."""
        if self.words.is_bound:
            data = self.words.data
            return str(Typed.read(data.get("from", ""), data.get("page", "")))
        return self.kept.seen if self.kept else ""

    @property
    def revision(self) -> int | None:
        """The revision the editor saw."""
        return self.words.cleaned_data["revision"]

    @property
    def at(self) -> datetime | None:
        return self.words.cleaned_data["at"]

    @property
    def time_was_changed(self) -> bool:
        return self.words.time_was_changed

    def is_valid(self) -> bool:
        """Look at everything, the pictures too, which are taken in here, before any lock."""
        is_filled_in = self._is_filled_in()
        for words in self.taken_away:
            self.words.add_error(None, words)
        return self._take_in_pictures() and is_filled_in and not self.taken_away

    def _is_filled_in(self) -> bool:
        # Each is asked, so that one look shows all that is wrong.
        answers = [form.is_valid() for form in self.forms() if form.is_bound]
        return all(answers)

    def _take_in_pictures(self) -> bool:
        """Even where a word is wrong: a browser forgets the files of a page that is refused.

        Those that are pictures stand on the sheet from now on; the others are named.
        """
        if not (self.picture.is_bound and self.picture.cleaned_data.get("picture")):
            return True
        came = media.arrived(self.picture, self.shown, blog=self.blog, by=self.user)
        self.shown += came.forms
        if came.forms or not came.refusals:
            self.picture = PicturesForm({}, MultiValueDict(), prefix="new")
        for refusal in came.refusals:
            self.picture.add_error("picture", refusal)
        answers = [form.is_valid() for form in (self.picture, *came.forms)]
        return all(answers)

    def content(self, *, by: Any) -> dict[str, Any]:
        """What `publishing.create` and `update` take. Inside a change: it saves pictures' words."""
        photos = media.rows(self.shown, by=by)
        links = [*self.held_quotes, *self.links, self.new_quote]
        quotes = quotations.quoted([form for form in links if form.is_bound])
        return {**self.words.content(), "photos": photos, "embeds": quotes}

    def refuse(self, reason: Exception | str) -> None:
        """Say why nothing was written: at the field that it is about, or else at the top."""
        said = reason if isinstance(reason, ValidationError) else ValidationError(str(reason))
        if hasattr(said, "error_dict"):
            self.words.add_error(None, said)
            return
        for problem in said.messages:
            if not media.said_at_its_field(problem, self.shown):
                self.words.add_error(None, problem)

    def show_again(self, *, revision: int) -> None:
        """Bound as it was, but now over `revision`: what is saved next is meant."""
        self._is_filled_in()
        self._take_in_pictures()
        show_over(self.words, revision)

    @property
    def not_done(self) -> str:
        """What did not happen, where it is refused."""
        return _NOT_DONE.get(self.words.data.get("verb", ""), "Not saved yet")

    @property
    def is_refused(self) -> bool:
        return any(form.errors for form in self.forms())

    @property
    def problems(self) -> Iterator[tuple[str, str]]:
        """Each error in words, with the id of the field it belongs to."""
        for form in self.forms():
            for name, errors in form.errors.items():
                target = "" if name == "__all__" else form[name].id_for_label or form[name].auto_id
                for error in errors:
                    yield str(error), target
