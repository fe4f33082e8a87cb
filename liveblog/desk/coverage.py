"""The blog itself: open, pause, end and reopen its coverage, and word its head."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from liveblog import markup, permissions, publishing
from liveblog.desk.finding import back, of_visible_blog
from liveblog.desk.forms.questions import HeadForm, show_over
from liveblog.desk.people import named
from liveblog.desk.screen import page
from liveblog.models import Blog, Revision
from liveblog.permissions import access, may_use_newsroom
from liveblog.publishing import NotPossible


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def open_coverage(request: HttpRequest, blog: Blog) -> HttpResponse:
    permissions.require(permissions.may_open(request.user, blog))
    return _step(request, blog, publishing.open, "Coverage is live.")


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def pause(request: HttpRequest, blog: Blog) -> HttpResponse:
    permissions.require(permissions.may_open(request.user, blog))
    return _step(request, blog, publishing.pause, "Coverage is paused, and readers are told.")


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def close(request: HttpRequest, blog: Blog) -> HttpResponse:
    permissions.require(permissions.may_close(request.user, blog))
    return _step(request, blog, publishing.close, "Coverage has ended, and readers are told.")


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def head(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Headline and standfirst. A colleague's newer wording is never overwritten unseen."""
    permissions.require(permissions.may_run(request.user, blog))
    seen = _latest(blog)
    title, words = blog.title, blog.standfirst
    initial = {"revision": seen and seen.pk}
    form = HeadForm(request.POST or None, instance=blog, initial=initial)
    if not form.is_bound:
        return page(request, blog, "head", title="Headline and standfirst", form=form)
    if form.is_valid() and _save_head(request, blog, form):
        messages.success(request, "Headline and standfirst are saved.")
        return back(request, blog)
    # The form has written its words into `blog`; the page's frame shows what stands.
    blog.title, blog.standfirst = title, words
    return page(request, blog, "head", title="Headline and standfirst", form=form, status=422)


def _save_head(request: HttpRequest, blog: Blog, form: HeadForm) -> bool:
    with publishing.change(by=request.user, blogs=[blog]):
        stands = Blog.objects.get(pk=blog.pk)
        wanted = (form.cleaned_data["title"], form.cleaned_data["standfirst"])
        newest = _latest(blog)
        if form.cleaned_data["revision"] == (newest and newest.pk) or _says(stands, *wanted):
            publishing.update_blog(blog, by=request.user, title=wanted[0], standfirst=wanted[1])
            return True
    show_over(form, newest.pk if newest else 0)
    form.add_error(
        None,
        f"{named(newest and newest.made_by)} changed the blog after you opened this page. It now "
        f"reads “{stands.title}”. Your words are below: save again to put them in place.",
    )
    return False


def _says(blog: Blog, title: str, standfirst: str) -> bool:
    return blog.title == title and markup.clean(standfirst) == blog.standfirst


def _latest(blog: Blog) -> Revision | None:
    return blog.revisions.select_related("made_by").newest_first().first()


def _step(request: HttpRequest, blog: Blog, verb: Callable[..., Blog], said: str) -> HttpResponse:
    try:
        verb(blog, by=request.user)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return back(request, blog)
