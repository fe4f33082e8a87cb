"""What a picture's own history says of a change: from which words, from which file, to which."""

from collections.abc import Iterator
from typing import Any

from liveblog.models import Photo


def changes(form: Any) -> str:
    """One sentence a change, of a form that is saved; "" where nothing differs."""
    return " ".join(_sentences(form))


def _sentences(form: Any) -> Iterator[str]:
    columns = {field.name for field in Photo._meta.concrete_fields}
    for name in filter(columns.__contains__, form.changed_data):
        if name != "file":
            was, now = form.initial.get(name), form.cleaned_data.get(name)
            label = form.fields[name].label.lower()
            yield f"Changed {label} from {_quoted(was)} to {_quoted(now)}."
        elif form.arrival:
            before, after = _quoted(form.file_was), _quoted(_named(form.arrival))
            yield f"Replaced the file {before} with {after}."


def _named(photo: Photo) -> str:
    """What its file was called where it came from."""
    return str(photo.said_by_file.get("file", {}).get("name", ""))


def file_of(photo: Photo) -> str:
    return _named(photo) or (photo.file.name or "")


def _quoted(said: Any) -> str:
    return f"“{said}”" if said not in (None, "") else "nothing"
