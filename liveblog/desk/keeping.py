"""What is typed on a desk is kept every few seconds, and given back after a crash."""

import secrets
from datetime import timedelta
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
from liveblog.desk.typed import Typed
from liveblog.keys import key_in
from liveblog.models import Blog, OpenSheet, Post, Revision
from liveblog.permissions import access, may_use_newsroom

TOKEN_LENGTH = 40
# Not the editor's words: who asks, and what for.
_NOT_KEPT = {"csrfmiddlewaretoken", "verb", "post", "page", "from"}
# Ends the name of a sheet whose words became an update of their own.
_ANEW = "+"
# What arrives later than that is given back once more.
_SENT_IS_REMEMBERED = timedelta(days=7)


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def keep(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Keep the sheet as it stands, and say how it stands: when it was kept, who else is at it.

    `typed` says that something on it was typed since it was kept; without, its page is merely open.
    What another page, on another machine perhaps, has typed and this one has not seen stays, and
    this one's is kept beside it. What is older than what is held already changes nothing.
    """
    post = post_meant(request, blog)
    token = request.POST.get("token", "")
    if not 0 < len(token) <= TOKEN_LENGTH:
        return HttpResponseBadRequest("This sheet has no name. Reload the desk.")
    typed, family = _typed(request), _family(request.user, token)
    context: dict[str, Any] = {"blog": blog, "sent": sent_as(blog, token) if post is None else None}
    held = next((row for row in family if typed and Typed.read(row.seen).holds(typed)), None)
    if held is not None and held.sent_id is not None:
        # It was sent, and perhaps only the answer was lost: it is not given back again.
        return render(request, "liveblog/desk/parts/kept.html", context)
    now = timezone.now()
    values: dict[str, Any] = {"blog": blog, "post": post, "seen_at": now}
    is_typed = "typed" in request.POST
    if is_typed and held is not None:
        token = held.token
    elif is_typed:
        token = _token_to_write(token, family, typed)
        said = {**said_in(request.POST), "token": [token]}
        values |= {"said": said, "typed_at": now, "seen": str(typed), "sent": None}
    user: Any = request.user
    OpenSheet.objects.update_or_create(user=user, token=token, defaults=values)
    context |= {"kept_at": now if is_typed else None, "holds": is_typed or held is not None}
    context |= _company(request, blog, post)
    return render(request, "liveblog/desk/parts/kept.html", context)


def _typed(request: HttpRequest) -> Typed:
    """What the page that asks was shown, and what was typed on it."""
    return Typed.read(request.POST.get("from", ""), request.POST.get("page", ""))


def _family(user: Any, token: str) -> list[OpenSheet]:
    """What is kept of the sheet: in its own row first, and beside it what others had not seen."""
    rows, stem = OpenSheet.objects.filter(user=user).defer("said"), _stem(token)
    found = rows.filter(Q(token__in=(token, stem)) | Q(token__startswith=f"{stem}."))
    return sorted(found, key=lambda row: (row.token != token, row.pk))


def _stem(token: str) -> str:
    """The sheet's name, in those of what is kept beside it."""
    return token.partition(".")[0].rstrip(_ANEW)[: TOKEN_LENGTH // 2 - 1]


def anew(token: str) -> str:
    """The name of the sheet whose words are to be an update of their own, whatever it became."""
    return f"{token.rstrip(_ANEW)[: TOKEN_LENGTH - 1]}{_ANEW}"


def _token_to_write(token: str, family: list[OpenSheet], typed: Typed) -> str:
    """The sheet's own row; where another page's words are there, one of this page, or a new one."""
    if not any(row.token == token for row in family):
        return token
    seen = (row.token for row in family if typed.holds(Typed.read(row.seen)))
    return next(seen, f"{_stem(token)}.{secrets.token_urlsafe(9)}")


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def start_afresh(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Throw away what was typed and not sent; the post itself stays as it is."""
    post = post_meant(request, blog)
    put_away(request, request.POST.get("token", ""))
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
    """How the post that a sheet becomes remembers it.

    Sent twice it is one post, and so is what was kept beside it: of one update, another version.
    """
    return f"desk:{token.partition('.')[0]}"


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


def put_away(request: HttpRequest, token: str) -> list[OpenSheet]:
    """Its words are sent, or not wanted; what this page has not seen of them stays, and is told."""
    typed, family = _typed(request), _family(request.user, token)
    stays = [row for row in family if not typed.holds(Typed.read(row.seen))]
    gone = Q(pk__in=[row.pk for row in family if row not in stays])
    old = Q(sent__isnull=False, seen_at__lt=timezone.now() - _SENT_IS_REMEMBERED)
    OpenSheet.objects.filter(gone | old, user=request.user.pk).delete()
    return stays


def put_away_sent(request: HttpRequest, token: str, post: Post) -> None:
    """Its words are in `post` now; that this page has sent them is remembered a while."""
    typed, stays = _typed(request), put_away(request, token)
    latest = overtaken.latest_revision(post)
    if not token or latest is None:
        return
    user: Any = request.user
    sent = OpenSheet(user=user, blog_id=post.blog_id, post=post, seen_at=timezone.now())
    sent.token = _token_to_write(token, stays, typed)
    sent.sent, sent.seen = latest, str(typed)
    sent.save()


def sent_last(request: HttpRequest, token: str, post: Post) -> Revision | None:
    """The revision of `post` that this very page has sent, and goes on from; None: another's."""
    typed = _typed(request)
    sent = [
        row.sent_id
        for row in _family(request.user, token)
        if row.sent_id and row.seen and typed.holds(Typed.read(row.seen))
    ]
    return post.revisions.filter(pk__in=sent).newest_first().first() if sent else None


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
