"""Words that all verbs share: who acts, what an edit is called, what cannot be done."""

from typing import Any

User = Any  # whatever AUTH_USER_MODEL is; None for a machine
# Said by whatever saves a form; a verb's own name says more.
EDITED = "edited"
WHEN_DUE = "published when due"  # by nobody: its time had come


def account(by: User) -> User:
    """`by`, or None where nobody with an account acts."""
    return by if by is not None and by.pk else None


def named(user: User) -> str:
    """Who it was, as colleagues know them; the machine has no name."""
    return user.get_full_name() or user.get_username() if user else "The system"


class NotPossible(ValueError):
    """The verb does not fit what the post or blog is now. The message is for the editor."""
