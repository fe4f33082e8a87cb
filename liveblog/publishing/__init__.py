"""The verbs: the only writers of what readers can see.

Each is atomic, takes `by=` (who; None for a machine), steps the blog's version under a lock that
is held to commit, and writes a revision. Inside `change(...)` several verbs are one change.
"""

from liveblog.publishing.blogs import (
    close,
    create_blog,
    open,
    order_explainers,
    pause,
    pin_explainer,
    publish_due,
    remove_lead,
    set_lead,
    unpin_explainer,
    update_blog,
)
from liveblog.publishing.change import Change, change, stories_showing
from liveblog.publishing.library import (
    delete_photo,
    reword_photo,
    save_shared,
    set_file,
    tell_explainer,
    write_explainer,
)
from liveblog.publishing.originals import note_original
from liveblog.publishing.pictures import complete
from liveblog.publishing.posts import (
    correct,
    create,
    discard,
    pin,
    publish,
    restore,
    retract,
    schedule,
    send_back,
    submit,
    take_back,
    unpin,
    update,
)
from liveblog.publishing.ready import (
    NEEDED,
    lacking,
    missed,
    pictures_of,
    require_ready,
    require_ready_to_pin,
    warnings,
)
from liveblog.publishing.terms import NotPossible
from liveblog.publishing.withdrawing import (
    Withdrawal,
    lift_withdrawal,
    of_nothing_but,
    withdraw_photo,
)

__all__ = [
    "NEEDED",
    "Change",
    "NotPossible",
    "Withdrawal",
    "change",
    "close",
    "complete",
    "correct",
    "create",
    "create_blog",
    "delete_photo",
    "discard",
    "lacking",
    "lift_withdrawal",
    "missed",
    "note_original",
    "of_nothing_but",
    "open",
    "order_explainers",
    "pause",
    "pictures_of",
    "pin",
    "pin_explainer",
    "publish",
    "publish_due",
    "remove_lead",
    "require_ready",
    "require_ready_to_pin",
    "restore",
    "retract",
    "reword_photo",
    "save_shared",
    "schedule",
    "send_back",
    "set_file",
    "set_lead",
    "stories_showing",
    "submit",
    "take_back",
    "tell_explainer",
    "unpin",
    "unpin_explainer",
    "update",
    "update_blog",
    "warnings",
    "withdraw_photo",
    "write_explainer",
]
