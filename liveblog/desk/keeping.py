"""What is typed on a desk is kept every few seconds, and given back after a crash."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from liveblog import permissions
from liveblog.desk import overtaken
from liveblog.desk.finding import back, of_visible_blog, post_or_404
from liveblog.desk.forms.words import places_of_bylines
from liveblog.keys import key_in
from liveblog.models import Blog, OpenSheet, Post
from liveblog.permissions import access, may_use_newsroom

TOKEN_LENGTH = 40
# Not the editor's words: who asks, and what for.
_NOT_KEPT = {"csrfmiddlewaretoken", "verb", "post", "page", "from", "again"}


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def keep(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Keep the sheet as it stands, and say how it stands: when it was kept, who else is at it.

    `typed` says that something on it was typed since it was kept; without, its page is merely open.
    What another page, on another machine perhaps, has typed since this one saw it stays, and this
    one's is kept beside it.
    """
    post = post_meant(request, blog)
    token = request.POST.get("token", "")
    if not 0 < len(token) <= TOKEN_LENGTH:
        return HttpResponseBadRequest("This sheet has no name. Reload the desk.")
    sent = sent_as(blog, token) if post is None else None
    if sent is not None:
        # Only the answer was lost, or this is older than the answer: it is not given back again.
        return render(request, "liveblog/desk/parts/kept.html", {"sent": sent, "blog": blog})
    user: Any = request.user
    if post is not None and _was_saved(post, token, by=user, seen=_revision_seen(request)):
        return render(request, "liveblog/desk/parts/kept.html", {"blog": blog})
    now = timezone.now()
    values: dict[str, Any] = {"blog": blog, "post": post, "seen_at": now}
    if "typed" in request.POST:
        token = _row_to_write(request, token)
        said = {**said_in(request.POST), "token": [token]}
        values |= {"said": said, "typed_at": now, "page": _page(request, "page")}
    row, _ = OpenSheet.objects.update_or_create(user=user, token=token, defaults=values)
    kept_at = now if "typed" in request.POST else None
    context = {"kept_at": kept_at, "holds": row.typed_at, **_company(request, blog, post)}
    return render(request, "liveblog/desk/parts/kept.html", context)


def _row_to_write(request: HttpRequest, token: str) -> str:
    """The sheet's own row; or, where another page has typed there since, one beside it."""
    seen = ("", _page(request, "page"), _page(request, "from"))
    held = OpenSheet.objects.with_words().filter(user=request.user.pk, token=token)
    newer = held.exclude(page__in=seen).only("said").first()
    if newer is None or newer.said == said_in(request.POST):
        return token
    return _beside(token, seen[1])


def _beside(token: str, page: str) -> str:
    return f"{token[: TOKEN_LENGTH // 2 - 1]}.{page[: TOKEN_LENGTH // 2]}"


def _page(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:TOKEN_LENGTH]


def _was_saved(post: Post, token: str, *, by: Any, seen: int | None) -> bool:
    """Whether an edit's sheet was put away by its saving, and this is older than that answer.

    An open page has its row from the start; so where there is none, and `by` has made a newer
    revision than was seen, that one is it.
    """
    if seen is None or OpenSheet.objects.filter(user=by, token=token).exists():
        return False
    latest = overtaken.latest_revision(post)
    return latest is not None and latest.pk > seen and latest.made_by == by


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def start_afresh(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Throw away what was typed and not sent; the post itself stays as it is."""
    post = post_meant(request, blog)
    put_away(request.user, request.POST.get("token", ""))
    return back(request, blog, post)


def post_meant(request: HttpRequest, blog: Blog) -> Post | None:
    """The post that the sheet is of, None for a new one; who may not write it is refused."""
    public_id = request.POST.get("post", "")
    if not public_id:
        permissions.require(permissions.may_write(request.user, blog))
        return None
    post = post_or_404(request, blog, public_id)
    is_own = post.created_by_id == request.user.pk
    permissions.require(is_own or permissions.may_edit(request.user, post))
    return post


def said_in(data: QueryDict) -> dict[str, list[str]]:
    """The fields as the browser sent them, each with all its values."""
    return {name: data.getlist(name) for name in data if name not in _NOT_KEPT}


def sent_as(blog: Blog, token: str) -> Post | None:
    """The post that the composer's sheet of this name became."""
    return blog.posts.filter(import_ref=ref_of(token)).first()


def ref_of(token: str) -> str:
    """How the post that a sheet becomes remembers it: sent twice, it is one post."""
    return f"desk:{token}"


def kept_for(user: Any, blog: Blog, post: Post | None) -> OpenSheet | None:
    """What `user` last typed here and did not send."""
    sheets = OpenSheet.objects.filter(user=user, blog=blog, post=post)
    return sheets.with_words().latest_first().first()


def as_said(sheet: OpenSheet) -> MultiValueDict[str, str]:
    return MultiValueDict(sheet.said)


def bylines_said(sheet: OpenSheet) -> list[str]:
    """Each chosen byline, as the words' form takes them: in their places."""
    said = as_said(sheet)
    last = max(places_of_bylines(name for name in said if said[name]), default=0)
    return [said.get(f"byline_{place}", "") for place in range(1, last + 1)]


def fill_in(form: forms.Form, said: MultiValueDict[str, str]) -> None:
    """Show in the unbound `form` what was `said` in its fields; one that was not asked stays."""
    names = {name: form.add_prefix(name) for name in form.fields}
    if not any(html_name in said for html_name in names.values()):
        return
    for name, html_name in names.items():
        match form.fields[name]:
            case forms.BooleanField():
                form.initial[name] = html_name in said
            case forms.MultipleChoiceField():
                form.initial[name] = said.getlist(html_name)
            case forms.FileField():
                pass  # A browser gives no file twice.
            case _ if html_name in said:
                form.fields[name].initial = form.initial[name] = said[html_name]


def put_away(user: Any, token: str) -> None:
    """Its words are not wanted."""
    OpenSheet.objects.filter(user=user, token=token).delete()


def put_away_sent(request: HttpRequest, token: str) -> None:
    """Its words were sent; what another page has typed since is not among them, and stays."""
    own, before = _page(request, "page"), _page(request, "from")
    sent = OpenSheet.objects.filter(user=request.user.pk)
    own_row = Q(token=token) & (Q(page__in=("", own, before)) if own else Q())
    sent.filter(own_row | Q(token=_beside(token, own))).delete()


def _company(request: HttpRequest, blog: Blog, post: Post | None) -> dict[str, Any]:
    """Who else is at this post, and whose change the sheet has not seen."""
    if post is None:
        return {}
    user: Any = request.user
    others = OpenSheet.objects.filter(post=post).open_now().exclude(user=user)
    return {
        "others": [sheet.user for sheet in others.select_related("user")],
        "newer": overtaken.overtaking(post, _revision_seen(request)),
    }


def _revision_seen(request: HttpRequest) -> int | None:
    return key_in(request.POST.get("revision", ""))
