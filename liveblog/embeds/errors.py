"""Why a link stays a plain link. Each message is read by an editor, and says what to do."""


class NotCaptured(Exception):
    """What the link says could not be kept; the link itself can stand in the post all the same."""


class UnknownProvider(NotCaptured):
    """There is nothing to capture: no words, no title."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or "This page says nothing about itself, so the link stands as it is. "
            "Type what it says by hand if readers need it."
        )


class ProviderUnavailable(NotCaptured):
    """It could not be reached in time, or would not answer. A second try may help."""


class NotEmbeddable(NotCaptured):
    """Gone, private, or not an address that readers could open. A second try will not help.

    `status` is what its provider answered; 0 where nobody was asked.
    """

    def __init__(self, message: str, *, status: int = 0) -> None:
        super().__init__(message)
        self.status = status
