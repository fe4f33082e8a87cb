"""The table of the ladder: each thing that is asked of the desk, and exactly who may."""

from datetime import timedelta

from django.utils import timezone

from liveblog.desk.shelf import seen_of
from liveblog.models import Blog, Photo, PhotoCaption, Post, Sighting
from tests.desk.desk import CORRECTORS, EDITORS, NEWSROOM, WRITERS, sheet
from tests.desk.stage import (
    Rung,
    draft,
    explainer,
    has_own_sheet,
    has_status,
    is_new,
    is_rewritten,
    key_event,
    lead,
    new_post,
    of_post,
    paused,
    photo,
    pinned,
    pins,
    published,
    quoting,
    retracted,
    rewritten,
    scheduled,
    sheets,
    shelf,
    sighting,
    submitted,
    upload,
)

AUTHOR = ("reporter",)
NOBODY: tuple[str, ...] = ()
typed = {**sheet(headline="Typed", token="t1"), "typed": "1"}
to_come = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
corrected = {"kind": "correction", "text": "It is 12, not 21.", "headline": "Twelve"}
worded = {"new-explainer-title": "What?", "new-explainer-body": "It is a thing."}

RUNGS = [
    # The desk and what of it is asked for by itself.
    Rung("desk", NEWSROOM, method="get"),
    Rung("desk_list", NEWSROOM, method="get"),
    Rung("desk_coverage", NEWSROOM, method="get"),
    Rung("desk_history", NEWSROOM, published, method="get"),
    Rung("desk_history", (*EDITORS, *AUTHOR), draft, method="get"),
    Rung("desk_evidence", NEWSROOM, published, method="get"),
    Rung("desk_evidence", (*EDITORS, *AUTHOR), draft, method="get"),
    Rung("desk_originals", NEWSROOM, method="get"),
    Rung(
        "desk_original_note",
        (*EDITORS, "corrections", "team_corrections"),
        sighting,
        done=lambda s: Sighting.objects.get().noted_at is not None,
    ),
    # The composer.
    Rung("desk", WRITERS, said=new_post("save"), done=is_new("draft"), page=NEWSROOM, label="save"),
    Rung(
        "desk",
        WRITERS,
        said=new_post("submit"),
        done=is_new("submitted"),
        page=NEWSROOM,
        label="submit",
    ),
    Rung(
        "desk",
        EDITORS,
        said=new_post("publish"),
        done=is_new("published"),
        page=NEWSROOM,
        label="publish",
    ),
    Rung(
        "desk",
        EDITORS,
        said=new_post("schedule", at=to_come),
        done=is_new("scheduled"),
        page=NEWSROOM,
        label="schedule",
    ),
    Rung("desk_keep", WRITERS, said=typed, done=has_own_sheet),
    *(
        Rung("desk_keep", (*EDITORS, *AUTHOR), start, of_post, has_own_sheet, is_on_a_post=False)
        for start in (draft, published)
    ),
    Rung("desk_afresh", WRITERS, sheets, {"token": "t1"}, lambda s: not has_own_sheet(s)),
    Rung("desk_preview", WRITERS, said=sheet(headline="Seen")),
    *(
        Rung("desk_preview", (*EDITORS, *AUTHOR), start, of_post, is_on_a_post=False)
        for start in (draft, published)
    ),
    Rung("desk_picture", WRITERS, said=upload("picture"), done=lambda s: Photo.objects.exists()),
    Rung("desk_picture", WRITERS, photo, lambda s: {"photo": s.thing.pk}, label="of the library"),
    Rung("desk_library", WRITERS, photo, method="get"),
    # No address: so nothing is asked for outside, and the card says why.
    Rung("desk_links", WRITERS, said={"url": "nonsense", "token": "a"}, ok=(422,)),
    Rung(
        "desk_link_again",
        (*EDITORS, *AUTHOR),
        quoting,
        lambda s: {
            **of_post(s),
            "held": "quote-1",
            "embed": s.fresh().embeds.get().pk,
            "quote-1-url": "https://example.org/a",
        },
        is_on_a_post=False,
    ),
    # A post.
    Rung(
        "desk_edit",
        (*EDITORS, *AUTHOR),
        draft,
        rewritten(),
        is_rewritten,
        page=(*EDITORS, *AUTHOR),
    ),
    Rung(
        "desk_edit",
        EDITORS,
        submitted,
        rewritten(),
        is_rewritten,
        page=(*EDITORS, *AUTHOR),
        gives_back=True,
    ),
    Rung(
        "desk_edit",
        EDITORS,
        scheduled,
        {**rewritten(), "at": to_come},
        is_rewritten,
        page=(*EDITORS, *AUTHOR),
        gives_back=True,
    ),
    Rung("desk_edit", EDITORS, published, rewritten(), is_rewritten, page=EDITORS, gives_back=True),
    Rung("desk_edit", NOBODY, retracted, rewritten(), is_rewritten, gives_back=True),
    Rung(
        "desk_edit",
        (*EDITORS, *AUTHOR),
        draft,
        rewritten("submit"),
        has_status("submitted"),
        page=(*EDITORS, *AUTHOR),
        label="draft, submit",
    ),
    Rung(
        "desk_edit",
        EDITORS,
        draft,
        rewritten("publish"),
        has_status("published"),
        page=(*EDITORS, *AUTHOR),
        label="draft, publish",
    ),
    Rung(
        "desk_edit",
        EDITORS,
        draft,
        {**rewritten("schedule"), "at": to_come},
        has_status("scheduled"),
        page=(*EDITORS, *AUTHOR),
        label="draft, schedule",
    ),
    Rung("desk_publish", EDITORS, draft, done=has_status("published")),
    Rung("desk_publish", EDITORS, submitted, done=has_status("published")),
    Rung("desk_publish", EDITORS, scheduled, done=has_status("published")),
    Rung("desk_submit", (*EDITORS, *AUTHOR), draft, done=has_status("submitted")),
    Rung("desk_take_back", AUTHOR, submitted, done=has_status("draft")),
    Rung("desk_send_back", EDITORS, submitted, {"note": "Who?"}, has_status("draft"), page=EDITORS),
    Rung("desk_send_back", EDITORS, scheduled, {"note": "Who?"}, has_status("draft"), page=EDITORS),
    Rung("desk_pin", EDITORS, published, done=lambda s: bool(s.fresh().pinned_at)),
    Rung("desk_unpin", EDITORS, pinned, done=lambda s: not s.fresh().pinned_at),
    Rung("desk_key", EDITORS, published, done=lambda s: s.fresh().is_key_event),
    Rung("desk_key", (*EDITORS, *AUTHOR), draft, done=lambda s: s.fresh().is_key_event),
    Rung("desk_unkey", EDITORS, key_event, done=lambda s: not s.fresh().is_key_event),
    Rung(
        "desk_correct",
        CORRECTORS,
        published,
        corrected,
        lambda s: s.fresh().headline == "Twelve" and s.fresh().corrections.exists(),
        page=CORRECTORS,
    ),
    Rung(
        "desk_retract",
        CORRECTORS,
        published,
        {"reason": "Wrong."},
        has_status("retracted"),
        page=CORRECTORS,
    ),
    Rung(
        "desk_restore",
        CORRECTORS,
        retracted,
        {"reason": "Right."},
        has_status("published"),
        page=CORRECTORS,
    ),
    *(
        Rung(
            "desk_discard",
            may,
            start,
            done=lambda s: not Post.objects.filter(pk=s.post and s.post.pk).exists(),
            page=may,
        )
        for start, may in (
            (draft, (*EDITORS, *AUTHOR)),
            (submitted, EDITORS),
            (scheduled, EDITORS),
            (published, NOBODY),
            (retracted, NOBODY),
        )
    ),
    # The story.
    Rung("desk_open", EDITORS, paused, done=lambda s: s.state() == "live"),
    Rung("desk_pause", EDITORS, done=lambda s: s.state() == "paused"),
    Rung("desk_close", EDITORS, done=lambda s: s.state() == "ended"),
    Rung(
        "desk_head",
        EDITORS,
        said=lambda s: {"title": "Anew", "revision": s.blog.revisions.latest("pk").pk},
        done=lambda s: Blog.objects.get(pk=s.blog.pk).title == "Anew",
        page=EDITORS,
    ),
    Rung(
        "desk_lead",
        EDITORS,
        photo,
        lambda s: {"photo": s.thing.pk, "revision": s.blog.revisions.latest("pk").pk},
        lambda s: PhotoCaption.objects.filter(blog=s.blog).exists(),
        page=EDITORS,
    ),
    Rung(
        "desk_lead_upload",
        EDITORS,
        said=upload("lead-picture", **{"lead-alt_text": "A wall", "lead-credit": "Ada/Us"}),
        done=lambda s: PhotoCaption.objects.filter(blog=s.blog).exists(),
    ),
    Rung(
        "desk_lead_remove",
        EDITORS,
        lead,
        lambda s: {"revision": s.blog.revisions.latest("pk").pk},
        done=lambda s: not PhotoCaption.objects.filter(blog=s.blog).exists(),
    ),
    Rung("desk_explainers", EDITORS, lambda blog, cast: shelf(blog, cast) and None, method="get"),
    Rung(
        "desk_new_explainer",
        ("admin", "editor"),
        said=worded,
        done=lambda s: len(pins(s.blog)) == 1,
    ),
    Rung("desk_explainer_pin", EDITORS, explainer, done=lambda s: len(pins(s.blog)) == 1),
    Rung("desk_explainer_unpin", EDITORS, shelf, done=lambda s: len(pins(s.blog)) == 1),
    Rung("desk_explainer_tell", EDITORS, shelf, done=lambda s: s.blog.posts.exists()),
    Rung(
        "desk_explainer_set",
        EDITORS,
        shelf,
        lambda s: {
            f"pin-{s.thing.pk}-is_open": "on",
            f"pin-{s.thing.pk}-seen": seen_of(s.blog.pins.get(explainer=s.thing)),
        },
        lambda s: s.blog.pins.get(explainer=s.thing).is_open,
    ),
    Rung(
        "desk_explainer_move",
        EDITORS,
        shelf,
        {"place": "1"},
        lambda s: pins(s.blog)[0] == s.thing.pk,
    ),
]
