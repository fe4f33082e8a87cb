"""A post's pictures, and the words that belong to each."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django import forms
from django.core.files.uploadedfile import UploadedFile

from liveblog.models import Photo, PhotoCaption

_ACCEPTED = {"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}
# The library's own words, which the desk may ask for.
WORDS = ("alt_text", "credit")
Said = Mapping[str, Any] | None
ALT_TEXT_HELP = (
    "Needed to submit or publish. Say what the picture shows; the reader may not see it."
)
_EMPTY_CAPTION_HELP = "Leave it empty to use the caption that the photo library has."
CREDIT_HELP = "Needed to submit or publish. Photographer/Agency, as it is to be printed."
_MENDED = (
    "A colleague changed this in the photo library to “{}” while you had it open. Press again to "
    "put yours in its place."
)
_FILLED_IN = (
    "This was filled in meanwhile: “{}”. That stands, wherever the picture is shown; your "
    "words are here to copy from. Press again to go on with theirs."
)


class PictureForm(forms.Form):
    """A picture that arrives with the post."""

    picture = forms.FileField(
        label="Picture file", required=False, widget=forms.ClearableFileInput(attrs=_ACCEPTED)
    )
    alt_text = forms.CharField(
        label="Alt text",
        required=False,
        max_length=500,
        help_text=ALT_TEXT_HELP,
    )
    caption = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Who, what, where, when.",
    )
    credit = forms.CharField(required=False, max_length=200, help_text=CREDIT_HELP)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words = any(data.get(name) for name in ("alt_text", "caption", "credit"))
        if words and not data.get("picture") and "picture" not in self.errors:
            self.add_error(
                "picture", "Choose the picture again: its words are here, its file is not."
            )
        return data


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of uploads. What is wrong with one is said when it is looked at, not here."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return list(data or [])


class PicturesForm(PictureForm):
    """Pictures that arrive with the post, from a browser without JavaScript."""

    picture = SeveralFilesField(
        label="Picture files",
        required=False,
        widget=SeveralFiles(attrs=_ACCEPTED),
        help_text="Of several, the first takes the words below, and each takes the credit.",
    )

    def words_for(self, number: int) -> dict[str, str]:
        """What was typed here for the picture with this `number`, from 0."""
        names = ("alt_text", "caption", "credit") if number == 0 else ("credit",)
        return {name: said for name in names if (said := (self[name].data or "").strip())}


class OverLibraryForm(forms.Form):
    """Asks for words that the photo library keeps, and knows what it said when it was shown."""

    # What the same sheet had the library say when it was sent before: that is nobody else's.
    sent_before: Mapping[str, str] = {}

    alt_text_was = forms.CharField(required=False, widget=forms.HiddenInput)
    credit_was = forms.CharField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def over(photo: Photo) -> dict[str, str]:
        """What is typed is typed over this, where no page has shown the form before."""
        return {f"{name}_was": getattr(photo, name) for name in WORDS}

    def meet_library(self, photo: Photo, said: Said, *, may_reword: bool) -> None:
        """Ask for those that `photo` lacks, or that may be said otherwise here (`may_reword`).

        `said` is what was typed so far: where a colleague was faster, it is not thrown away unseen.
        """
        self.in_library, self.may_reword = photo, may_reword
        for name in WORDS:
            now = self.initial[f"{name}_was"] = self._now(name)
            if now and not may_reword and not self._is_beside(name, said):
                del self.fields[name], self.fields[f"{name}_was"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in filter(cleaned.__contains__, WORDS):
            now, was = self._now(name), _typed(self, f"{name}_was", self.data)
            if was is None or f"{name}_was" not in self.fields:
                continue
            if cleaned[name] == was:
                cleaned[name] = data[self.add_prefix(name)] = now
            elif now not in (was, cleaned[name], self.sent_before.get(name)):
                self.add_error(name, (_MENDED if self.may_reword else _FILLED_IN).format(now))
            # Whoever presses again has read it.
            data[self.add_prefix(f"{name}_was")] = now
        self.data = data
        return cleaned

    def takes(self, name: str) -> bool:
        """Whether what is typed here is what the library says from now on."""
        return name in self.fields and (self.may_reword or not self._now(name))

    def says_otherwise(self, stands: Photo) -> bool:
        """Whether the library would say something else of the picture as it `stands` now."""
        words = {name: self.cleaned_data.get(name) for name in WORDS if self.takes(name)}
        return any(said not in (None, getattr(stands, name)) for name, said in words.items())

    def _now(self, name: str) -> str:
        words: str = getattr(self.in_library, name)
        return words.strip()

    def _is_beside(self, name: str, said: Said) -> bool:
        """Something else was typed here than the library says now, and did not say then."""
        now, typed = self._now(name), _typed(self, name, said)
        return typed not in (None, "", now) and _typed(self, f"{name}_was", said) not in (None, now)


def _typed(form: forms.Form, name: str, said: Said) -> str | None:
    word = said.get(form.add_prefix(name)) if said is not None else None
    return None if word is None else str(word).strip()


class ShownPictureForm(OverLibraryForm):
    """A picture that stands in the post, or (`shown` unsaved) is to.

    What stands has versions, and a colleague's is met as a whole.
    """

    caption = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    alt_text = forms.CharField(
        label="Alt text",
        required=False,
        max_length=500,
        help_text=ALT_TEXT_HELP,
    )
    credit = forms.CharField(required=False, max_length=200, help_text=CREDIT_HELP)
    remove = forms.BooleanField(label="Take this picture out of the post", required=False)

    # Whether readers have it in another place, too.
    is_elsewhere = False

    def __init__(
        self,
        shown: PhotoCaption,
        data: Mapping[str, Any] | None,
        *,
        said: Said = None,
        may_reword: bool = False,
    ) -> None:
        self.shown = shown
        # The photo's number, not the row's: rows are written anew when their order changes.
        prefix = f"shown-{shown.photo_id}"
        # What came after the page was opened has no answers in `data`: nothing is blanked.
        known = data if data is not None and f"{prefix}-caption" in data else None
        photo = shown.photo
        words = {name: getattr(photo, name) for name in WORDS}
        super().__init__(known, prefix=prefix, initial={"caption": shown.text, **words})
        if photo.caption:
            self.fields["caption"].help_text = _EMPTY_CAPTION_HELP
        self.meet_library(photo, said if data is None else data, may_reword=may_reword)
        if not self.is_new:
            self._leave_out(f"{name}_was" for name in WORDS)

    def _leave_out(self, names: Iterable[str]) -> None:
        for name in names:
            self.fields.pop(name, None)

    def again(self, data: Mapping[str, Any]) -> Self:
        """The same picture's, bound to `data`."""
        return type(self)(self.shown, data, may_reword=self.may_reword)

    @property
    def is_new(self) -> bool:
        """Not of the post yet: it came to the sheet."""
        return self.shown.pk is None

    @property
    def is_left_out(self) -> bool:
        return self.is_bound and bool(self.cleaned_data.get("remove"))

    @property
    def caption_said(self) -> str:
        """Empty where it is the picture's own: what is mended in the library is mended here."""
        said = self.cleaned_data["caption"] if self.is_bound else self.shown.caption
        own = self.shown.photo.caption
        return "" if said.splitlines() == own.strip().splitlines() else said


class CorrectedPictureForm(ShownPictureForm):
    """A picture of a post that is put right in public: it stays where it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._leave_out(["remove"])

    @property
    def has_other_caption(self) -> bool:
        return self.caption_said.splitlines() != self.shown.caption.splitlines()


def staying(forms: Iterable[ShownPictureForm]) -> list[ShownPictureForm]:
    """Those that go out with the post, in order."""
    return [form for form in forms if (form.is_bound or form.is_new) and not form.is_left_out]
