"""The composer's sheet: a post's words, pictures and links, filled in and read as one form."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from liveblog.desk import media, time_shown
from liveblog.desk.forms.links import QuoteForm
from liveblog.desk.forms.pictures import PictureForm, ShownPictureForm
from liveblog.desk.forms.questions import show_over
from liveblog.desk.forms.words import PostForm, new_words, words_of
from liveblog.models import Blog, Contributor, Photo, Post, Topic
from liveblog.photos.storage import RefusedPicture


class Sheet:
    """For a new post in `blog`, or for `post` (with its parts) as `revision` left it."""

    def __init__(
        self,
        request: HttpRequest,
        blog: Blog,
        post: Post | None = None,
        *,
        revision: int | None = None,
    ) -> None:
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        contributors = list(Contributor.objects.all())
        initial = (
            {**words_of(post), "revision": revision}
            if post is not None
            else new_words(request.user, contributors)
        )
        self.post = post
        self.words = PostForm(
            data,
            initial=initial,
            contributors=contributors,
            topics=list(Topic.objects.all()),
            time_help=time_shown.help_for(request.user, blog, post),
        )
        self.picture = PictureForm(data, files, prefix="new")
        shown = list(post.photos.all()) if post is not None else []
        self.shown = [ShownPictureForm(each, data) for each in shown]
        held = list(post.embeds.all()) if post is not None else []
        self.quotes = [QuoteForm(each, data) for each in [*held, None]]
        self._received: Photo | None = None

    def forms(self) -> list[forms.Form]:
        return [self.words, self.picture, *self.shown, *self.quotes]

    @property
    def token(self) -> str:
        return self.words.cleaned_data["token"]

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
        """Look at everything, the picture too, which is made ready here, before any lock."""
        if not self._is_filled_in():
            self._ask_for_picture()
            return False
        upload = self.picture.cleaned_data["picture"]
        try:
            self._received = media.received(upload) if upload else None
        except RefusedPicture as refused:
            self.picture.add_error("picture", str(refused))
        return self.picture.is_valid()

    def _is_filled_in(self) -> bool:
        # Each is asked, so that one look shows all that is wrong.
        answers = [form.is_valid() for form in self.forms() if form.is_bound]
        return all(answers)

    def content(self, *, by: Any) -> dict[str, Any]:
        """What `publishing.create` and `update` take. Inside a change: it saves the picture."""
        photos = media.still_shown([form for form in self.shown if form.is_bound])
        if self._received is not None:
            photos.append(media.kept(self._received, self.picture, by=by))
        quotes = media.quoted([form for form in self.quotes if form.is_bound])
        return {**self.words.content(), "photos": photos, "embeds": quotes}

    def refuse(self, reason: Exception | str) -> None:
        """Say at the top why nothing was written, and that a chosen file must be chosen again."""
        said = reason if isinstance(reason, ValidationError) else str(reason)
        self.words.add_error(None, said)
        self._ask_for_picture()

    def show_again(self, *, revision: int) -> None:
        """Bound as it was, but now over `revision`: what is saved next is meant."""
        self._is_filled_in()
        show_over(self.words, revision)

    def _ask_for_picture(self) -> None:
        if self.picture.files and not self.picture.errors:
            self.picture.add_error(
                "picture", "Choose the picture again: a browser forgets it when a page is refused."
            )

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
