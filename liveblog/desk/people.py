"""What colleagues call each other."""

from liveblog.publishing.terms import named

__all__ = ["named"]
