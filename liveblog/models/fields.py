"""Field types of our own: text that is clean however it is written."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from liveblog import markup

# No vowels, no look-alikes: an id read out over the telephone spells no word.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def refuse_unseen(words: str) -> None:
    """A name that nobody can see is none: no link to it could be pressed, nor read aloud."""
    if markup.is_blank(words):
        raise ValidationError("Nothing of this can be seen: write it in letters.")


class MarkupFormField(forms.CharField):
    """A textarea that shows plain paragraphs as they were typed, and other text as its HTML."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return markup.as_typed(value) if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return markup.clean(initial or "") != markup.clean(data or "")


class MarkupField(models.TextField):
    """HTML cleaned by `markup.clean` on every write: save(), update() and bulk_create() alike."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return markup.clean(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The instance, too, holds what was stored."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = markup.clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MarkupFormField, **kwargs})


def new_public_id() -> str:
    """Eight characters, about 3 × 10¹¹ ids: short enough for a link, too many to guess."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))
