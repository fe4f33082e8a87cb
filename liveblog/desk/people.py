"""What colleagues call each other."""

from liveblog.permissions import User


def named(user: User) -> str:
    """Who it was, as colleagues know them; the machine has no name."""
    return user.get_full_name() or user.get_username() if user else "The system"
