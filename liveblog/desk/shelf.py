"""The explainers at the top of the blog: pinned by search, in order, open or folded, for a time."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from liveblog import permissions, publishing
from liveblog.desk import panels
from liveblog.desk.finding import of_visible_blog
from liveblog.desk.forms.head import PinForm
from liveblog.models import Blog, Explainer, PinnedExplainer
from liveblog.permissions import access, may_use_newsroom
from liveblog.publishing import NotPossible

EXPLAINERS_FOUND = 8


@dataclass(frozen=True)
class Pin:
    """One explainer on the shelf; `standing` says what readers have of it now."""

    pin: PinnedExplainer
    form: PinForm
    standing: str
    place: int


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
            # A second click keeps what was set meanwhile.
            if not blog.pins.filter(explainer=explainer).exists():
                publishing.pin_explainer(blog, explainer, by=request.user)
    except NotPossible as refused:
        return _answer(request, blog, str(refused), is_refused=True)
    return _answer(request, blog, f"Pinned: {explainer}")


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
    explainer = get_object_or_404(Explainer, pk=explainer_pk, pins__blog=blog)
    form = PinForm(request.POST, prefix=_prefix(explainer))
    try:
        if form.is_valid() and _set(request, blog, explainer, form):
            return _answer(request, blog, f"Saved: {explainer}")
    except NotPossible as refused:
        form.add_error(None, str(refused))
    return _show(request, blog, typed=form, status=422)


def _set(request: HttpRequest, blog: Blog, explainer: Explainer, form: PinForm) -> bool:
    """Whether it is shown so now; not where a colleague has set it otherwise meanwhile."""
    with publishing.change(by=request.user, blogs=[blog]):
        stands = get_object_or_404(blog.pins, explainer=explainer)
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
        moved = get_object_or_404(Explainer, pk=explainer_pk, pins__blog=blog)
        held.remove(moved)
        held.insert(max(int(place) - 1, 0), moved)
        publishing.order_explainers(blog, held, by=request.user)
    return _answer(request, blog, f"Moved: {moved}")


def found(blog: Blog, query: str) -> list[Explainer]:
    """Published explainers that have all these words and do not stand here yet, latest first."""
    wanted = Explainer.objects.published().exclude(pins__blog=blog)
    for word in query.split():
        wanted = wanted.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(body__icontains=word)
        )
    return list(wanted.order_by("-updated_at", "-pk")[:EXPLAINERS_FOUND])


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
    status: int = 200,
    said: str = "",
    is_refused: bool = False,
) -> HttpResponse:
    """`typed` is the form that was refused: it stands in its row as it was sent."""
    query = request.GET.get("q", "").strip()
    return panels.show(
        request,
        blog,
        "explainers",
        status=status,
        said=said,
        is_refused=is_refused,
        pins=[_row(place, each, typed) for place, each in enumerate(_pins_of(blog), start=1)],
        query=query,
        found=found(blog, query),
    )


def _row(place: int, pin: PinnedExplainer, typed: PinForm | None) -> Pin:
    initial = {name: getattr(pin, name) for name in ("is_open", "shown_from", "shown_until")}
    initial["seen"] = seen_of(pin)
    prefix = _prefix(pin.explainer)
    mine = typed is not None and typed.prefix == prefix
    form = typed if typed is not None and mine else PinForm(initial=initial, prefix=prefix)
    return Pin(pin, form, _standing(pin), place)


def _standing(pin: PinnedExplainer) -> str:
    now = timezone.now()
    if pin.explainer.published_at is None:
        return "draft"
    if pin.shown_from and pin.shown_from > now:
        return "to come"
    if pin.shown_until and pin.shown_until <= now:
        return "over"
    return "open" if pin.is_open else "folded"


def _pins_of(blog: Blog) -> list[PinnedExplainer]:
    return list(blog.pins.select_related("explainer").order_by("order", "pk"))


def _prefix(explainer: Explainer) -> str:
    return f"pin-{explainer.pk}"
