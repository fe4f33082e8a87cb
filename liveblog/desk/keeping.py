"""What is typed on a desk is kept every few seconds, and given back after a crash."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from liveblog import permissions
from liveblog.desk import overtaken
from liveblog.desk.finding import back, of_visible_blog, post_or_404
from liveblog.desk.forms.words import places_of_bylines
from liveblog.desk.kept import TOKEN_LENGTH, Kept, alone, ref_of
from liveblog.keys import key_in
from liveblog.models import Blog, OpenSheet, Post, Revision
from liveblog.permissions import access, may_use_newsroom

# Not the editor's words: who asks, and what for.
_NOT_KEPT = {"csrfmiddlewaretoken", "verb", "post", "page", "from"}


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def keep(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Keep the sheet as it stands, and say how it stands: when it was kept, who else is at it.

    `typed` says that something on it was typed since it was kept; without, its page is merely open.
    What another page, on another machine perhaps, has typed and this one has not seen stays, and
    this one's is kept beside it. What is older than what is held already changes no word.
    """
    post = post_meant(request, blog)
    token = request.POST.get("token", "")
    if not 0 < len(token) <= TOKEN_LENGTH:
        return HttpResponseBadRequest("This sheet has no name. Reload the desk.")
    said = said_in(request.POST) if "typed" in request.POST else None
    with alone(request, token) as kept:
        if not kept.is_put_away:
            kept.keep(said, blog=blog, post=post)
    is_kept = said is not None and not kept.is_put_away
    context = {
        "blog": blog,
        "sent": sent_as(blog, token) if post is None else None,
        "is_put_away": kept.is_put_away,
        "kept_at": timezone.now() if is_kept else None,
        "holds": is_kept or kept.has_words,
        **_company(request, blog, post),
    }
    return render(request, "liveblog/desk/parts/kept.html", context)


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def start_afresh(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Throw away what was typed and not sent; the post itself stays as it is."""
    post = post_meant(request, blog)
    with alone(request, request.POST.get("token", "")) as kept:
        kept.put_away(blog=blog, post=post)
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
            case _ if html_name in said and not _was_left_alone(form, name, said):
                form.fields[name].initial = form.initial[name] = said[html_name]


def _was_left_alone(form: forms.Form, name: str, said: MultiValueDict[str, str]) -> bool:
    """A word of the photo library that was not touched: it may have been mended there since."""
    word = form.add_prefix(name.removesuffix("_was"))
    was = said.get(f"{word}_was")
    return was is not None and said.get(word, "").strip() == was.strip()


def put_away_sent(request: HttpRequest, token: str, post: Post) -> None:
    """Its words are in `post` now. Under its lock: what it says is what was sent."""
    with alone(request, token) as kept:
        kept.put_away(blog=post.blog, post=post, sent=overtaken.latest_revision(post))


def sent_last(request: HttpRequest, token: str, post: Post) -> Revision | None:
    """As `Kept.sent_last`."""
    return Kept(request, token).sent_last(post)


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
