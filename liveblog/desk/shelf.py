"""The explainers at the top of the blog: written or found, pinned, in order, for a time, told."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from liveblog import permissions, publishing
from liveblog.desk import panels
from liveblog.desk.finding import of_visible_blog
from liveblog.desk.forms.explainers import NewExplainerForm, PinForm
from liveblog.folding import asked_for
from liveblog.models import Blog, Explainer, PinnedExplainer, Post
from liveblog.permissions import access, may_use_newsroom
from liveblog.publishing import NotPossible

EXPLAINERS_FOUND = 8


@dataclass(frozen=True)
class Pin:
    """One explainer on the shelf; `standing` says what readers have of it now.

    `told` are the posts of this blog that tell it, the latest first; `elsewhere` the other blogs
    that pin it, where this user may find them.
    """

    pin: PinnedExplainer
    form: PinForm
    standing: str
    place: int
    told: list[Post]
    elsewhere: list[Blog]


_UNPINNED = "“{}” is not pinned here any more: a colleague has unpinned it meanwhile."


@require_safe
@access(may_use_newsroom)
@of_visible_blog
def explainers(request: HttpRequest, blog: Blog) -> HttpResponse:
    """What is pinned, and what may be (`q`)."""
    permissions.require(permissions.may_run(request.user, blog))
    return _show(request, blog)


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def pin(request: HttpRequest, blog: Blog, explainer_pk: int) -> HttpResponse:
    permissions.require(permissions.may_run(request.user, blog))
    explainer = get_object_or_404(Explainer, pk=explainer_pk)
    try:
        with publishing.change(by=request.user, blogs=[blog]):
            _pin_once(blog, explainer, by=request.user)
    except NotPossible as refused:
        return _answer(request, blog, str(refused), is_refused=True)
    return _answer(request, blog, f"Pinned: {explainer}{_licence(explainer)}")


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def unpin(request: HttpRequest, blog: Blog, explainer_pk: int) -> HttpResponse:
    permissions.require(permissions.may_run(request.user, blog))
    explainer = get_object_or_404(Explainer, pk=explainer_pk)
    publishing.unpin_explainer(blog, explainer, by=request.user)
    return _answer(request, blog, f"Unpinned: {explainer}")


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def set_pin(request: HttpRequest, blog: Blog, explainer_pk: int) -> HttpResponse:
    """Open or folded, from and until."""
    permissions.require(permissions.may_run(request.user, blog))
    explainer = get_object_or_404(Explainer, pk=explainer_pk)
    form = PinForm(request.POST, prefix=_prefix(explainer))
    try:
        if form.is_valid() and _set(request, blog, explainer, form):
            begins = form.cleaned_data["shown_from"]
            day = max(timezone.localdate(), timezone.localdate(begins)) if begins else None
            return _answer(request, blog, f"Saved: {explainer}{_licence(explainer, day)}")
    except NotPossible as refused:
        if not blog.pins.filter(explainer=explainer).exists():
            return _answer(request, blog, str(refused), is_refused=True)
        form.add_error(None, str(refused))
    return _show(request, blog, typed=form, status=422)


def _set(request: HttpRequest, blog: Blog, explainer: Explainer, form: PinForm) -> bool:
    """Whether it is shown so now; not where a colleague has set it otherwise meanwhile."""
    with publishing.change(by=request.user, blogs=[blog]):
        stands = blog.pins.filter(explainer=explainer).first()
        if stands is None:
            raise NotPossible(_UNPINNED.format(explainer))
        wanted = PinnedExplainer(**form.wanted())
        if seen_of(stands) in (form.cleaned_data["seen"], seen_of(wanted)):
            publishing.pin_explainer(blog, explainer, by=request.user, **form.wanted())
            return True
    form.stand_over(seen_of(stands))
    form.add_error(
        None,
        f"Somebody else set it after you opened this: {_told(stands)}. "
        "Press again to put yours in its place.",
    )
    return False


def _pin_once(blog: Blog, explainer: Explainer, *, by: Any) -> None:
    """A second click keeps what was set meanwhile. Inside a change."""
    if not blog.pins.filter(explainer=explainer).exists():
        publishing.pin_explainer(blog, explainer, by=by)


def seen_of(pin: PinnedExplainer) -> str:
    """How it is shown, in a word that a form carries; times to the minute, as a form has them."""
    moments = [f"{at:%Y%m%d%H%M}" if at else "" for at in (pin.shown_from, pin.shown_until)]
    return "/".join(["open" if pin.is_open else "folded", *moments])


def _told(pin: PinnedExplainer) -> str:
    said = ["open" if pin.is_open else "folded"]
    for word, at in (("from", pin.shown_from), ("until", pin.shown_until)):
        if at:
            said.append(f"{word} {date_format(timezone.localtime(at), 'H:i, j F Y')}")
    return ", ".join(said)


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def move(request: HttpRequest, blog: Blog, explainer_pk: int) -> HttpResponse:
    """To the `place` that the button names, so that a second click moves it no further."""
    permissions.require(permissions.may_run(request.user, blog))
    place = request.POST.get("place", "")
    if not (place.isdecimal() and len(place) < 4):
        return _answer(request, blog, "Press Up or Down beside it.", is_refused=True)
    with publishing.change(by=request.user, blogs=[blog]):
        held = [each.explainer for each in _pins_of(blog)]
        moved = get_object_or_404(Explainer, pk=explainer_pk)
        is_pinned = moved in held
        if is_pinned:
            held.remove(moved)
            held.insert(max(int(place) - 1, 0), moved)
            publishing.order_explainers(blog, held, by=request.user)
    if not is_pinned:
        return _answer(request, blog, _UNPINNED.format(moved), is_refused=True)
    return _answer(request, blog, f"Moved: {moved}")


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def write(request: HttpRequest, blog: Blog) -> HttpResponse:
    """A new explainer, read by readers and pinned here at once."""
    permissions.require(_may_write(request.user, blog))
    form = NewExplainerForm(request.POST)
    if not form.is_valid():
        return _show(request, blog, written=form, status=422)
    try:
        with publishing.change(by=request.user, blogs=[blog]):
            explainer = publishing.write_explainer(by=request.user, **form.cleaned_data)
            _pin_once(blog, explainer, by=request.user)
    except NotPossible as refused:
        form.add_error("title", str(refused))
        return _show(request, blog, written=form, status=422)
    return _answer(request, blog, f"Written and pinned: {explainer}")


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def tell(request: HttpRequest, blog: Blog, explainer_pk: int) -> HttpResponse:
    """Into the stream now; `after` is the post that told it last, as the page had it."""
    permissions.require(permissions.may_publish(request.user, blog))
    explainer = get_object_or_404(Explainer.objects.select_related("photo"), pk=explainer_pk)
    if not blog.pins.filter(explainer=explainer).exists():
        return _answer(request, blog, _UNPINNED.format(explainer), is_refused=True)
    after = request.POST.get("after", "")
    try:
        publishing.tell_explainer(blog, explainer, by=request.user, after=after)
    except (NotPossible, ValidationError) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        return _answer(request, blog, " ".join(said), is_refused=True)
    return _answer(request, blog, f"Told in the stream: {explainer}{_licence(explainer)}")


def _licence(explainer: Explainer, day: date | None = None) -> str:
    """What to know of its picture's rights on `day`, now that it goes out; it hinders nothing."""
    warnings = explainer.photo.warnings_on(day or timezone.localdate()) if explainer.photo else []
    said = [f" Its picture: {each[0].lower()}{each[1:]}" for each in warnings]
    return "." + "".join(said) if said else ""


def _may_write(user: Any, blog: Blog) -> bool:
    return permissions.may_run(user, blog) and user.has_perm("liveblog.add_explainer")


def found(blog: Blog, query: str) -> list[Explainer]:
    """Published explainers that have all these words and do not stand here yet, latest first."""
    wanted = Explainer.objects.published().exclude(pins__blog=blog)
    for word in asked_for(query):
        wanted = wanted.filter(search_text__contains=word)
    return list(wanted.select_related("photo").order_by("-updated_at", "-pk")[:EXPLAINERS_FOUND])


def _answer(
    request: HttpRequest, blog: Blog, said: str, *, is_refused: bool = False
) -> HttpResponse:
    """The shelf again: who puts it in order does more than one thing there."""
    if panels.is_asked_by_htmx(request):
        fresh = Blog.objects.get(pk=blog.pk)
        return _show(request, fresh, said=said, is_refused=is_refused)
    return panels.stay(request, blog, "desk_explainers", said, is_refused=is_refused)


def _show(
    request: HttpRequest,
    blog: Blog,
    *,
    typed: PinForm | None = None,
    written: NewExplainerForm | None = None,
    status: int = 200,
    said: str = "",
    is_refused: bool = False,
) -> HttpResponse:
    """`typed` and `written` are forms that were refused: they stand as they were sent."""
    query = request.GET.get("q", "").strip()
    return panels.show(
        request,
        blog,
        "explainers",
        status=status,
        said=said,
        is_refused=is_refused,
        pins=_rows(request.user, blog, typed),
        query=query,
        found=found(blog, query),
        may_tell=permissions.may_publish(request.user, blog),
        new_form=_new_form(request.user, blog, written),
    )


def _new_form(user: Any, blog: Blog, written: NewExplainerForm | None) -> NewExplainerForm | None:
    return (written or NewExplainerForm()) if _may_write(user, blog) else None


def _rows(user: Any, blog: Blog, typed: PinForm | None) -> list[Pin]:
    pins, now = _pins_of(blog), timezone.now()
    told = _by_explainer(
        blog.posts.in_stream()
        .filter(explainer__pins__in=pins)
        .order_by("-first_version")
        .select_related("blog", "explainer")
    )
    others = PinnedExplainer.objects.filter(
        explainer__pins__in=pins, blog__in=permissions.visible_blogs(user)
    ).exclude(blog=blog)
    elsewhere = _by_explainer(others.select_related("blog").order_by("blog__title"))
    return [
        Pin(
            pin=pin,
            form=_form(pin, typed),
            standing=pin.standing_at(now),
            place=place,
            told=told[pin.explainer_id],
            elsewhere=[other.blog for other in elsewhere[pin.explainer_id]],
        )
        for place, pin in enumerate(pins, start=1)
    ]


def _by_explainer(things: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for thing in things:
        found[thing.explainer_id].append(thing)
    return found


def _form(pin: PinnedExplainer, typed: PinForm | None) -> PinForm:
    if typed is not None and typed.prefix == _prefix(pin.explainer):
        return typed
    initial = {name: getattr(pin, name) for name in ("is_open", "shown_from", "shown_until")}
    initial["seen"] = seen_of(pin)
    return PinForm(initial=initial, prefix=_prefix(pin.explainer))


def _pins_of(blog: Blog) -> list[PinnedExplainer]:
    return list(blog.pins.select_related("explainer").order_by("order", "pk"))


def _prefix(explainer: Explainer) -> str:
    return f"pin-{explainer.pk}"
