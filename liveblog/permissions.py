"""Who may do what. Every view declares it with `@access`; every face asks the predicates."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Literal

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase

from liveblog.models import (
    Blog,
    BlogQuerySet,
    Contributor,
    Embed,
    Explainer,
    Membership,
    Photo,
    PhotoCaption,
    PhotoQuerySet,
    Post,
    PostQuerySet,
    Revision,
)

User = Any  # whatever AUTH_USER_MODEL is, with has_perm
Rule = Literal["public"] | Callable[[User], bool]
View = Callable[..., HttpResponseBase]

REPORTER = frozenset({"view_blog", "view_post", "add_post", "change_post", "submit_post"})
EDITOR = REPORTER | {"publish_post", "schedule_post", "pin_post", "open_blog", "close_blog"}
CORRECTIONS = frozenset({"view_blog", "view_post", "correct_post", "retract_post", "restore_post"})
_ROLES = {
    Membership.Role.REPORTER: REPORTER,
    Membership.Role.EDITOR: EDITOR,
    Membership.Role.CORRECTIONS: CORRECTIONS,
}


def access(rule: Rule) -> Callable[[View], View]:
    """Declare who may use a view: "public", or a predicate of the user.

    Strangers are sent to log in; those who may not are refused. What depends on one blog or post
    the view asks itself, by `require`.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if rule != "public":
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                require(rule(request.user))
            return view(request, *args, **kwargs)

        guarded.access = rule  # type: ignore[attr-defined]
        return guarded

    return declare


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def may_use_newsroom(user: User) -> bool:
    """Somebody who works here: may log in to the admin and see a desk."""
    return bool(user.is_active and user.is_staff)


def visible_blogs(user: User) -> BlogQuerySet:
    """The blogs that `user` finds in the newsroom: all but other teams' restricted ones."""
    if user.is_superuser:
        return Blog.objects.all()
    return Blog.objects.filter(Q(is_restricted=False) | Q(memberships__user=user)).distinct()


def visible_posts(user: User) -> PostQuerySet:
    """Posts in visible blogs: the public ones, one's own, and all for who may publish."""
    posts: PostQuerySet = Post.objects.filter(blog__in=visible_blogs(user))
    if user.is_superuser or user.has_perm("liveblog.publish_post"):
        return posts
    editor_of = Q(blog__memberships__user=user, blog__memberships__role=Membership.Role.EDITOR)
    return posts.filter(Q(status__in=Post.IN_STREAM) | Q(created_by=user) | editor_of).distinct()


def visible_posts_of(blog: Blog, user: User) -> PostQuerySet:
    """`visible_posts` of one blog, without its joins: the desk asks for them all night."""
    posts: PostQuerySet = blog.posts.all()
    if may_publish(user, blog):
        return posts
    return posts.filter(Q(status__in=Post.IN_STREAM) | Q(created_by=user))


def visible_photos(user: User) -> PhotoQuerySet:
    """The library as `user` may use it: all but what stands only where they may not look.

    What they brought in is theirs, wherever it stands; what stands nowhere is everybody's, unless
    it came for a story that they may not see. Of a withdrawn one the mark is seen by who saw a
    story in which it stood.
    """
    photos: PhotoQuerySet = Photo.objects.all()
    if user.is_superuser:
        return photos
    posts, blogs = visible_posts(user).values("pk"), visible_blogs(user).values("pk")
    shown = PhotoCaption.objects.filter(photo=OuterRef("pk"))
    quoted = Embed.objects.filter(thumbnail=OuterRef("pk"))
    shared = (
        Explainer.objects.filter(photo=OuterRef("pk")),
        Contributor.objects.filter(picture=OuterRef("pk")),
    )
    brought = Photo.brought_by.through.objects.filter(photo=OuterRef("pk"), user=user.pk)
    may_use = Q(uploaded_by=user.pk) | Q(Exists(brought))
    may_use |= Q(Exists(shown.filter(Q(post__in=posts) | Q(blog__in=blogs))))
    may_use |= Q(Exists(quoted.filter(post__in=posts)))
    for places in shared:
        may_use |= Q(Exists(places))
    stood = Photo.withdrawn_from.through.objects.filter(photo=OuterRef("pk"))
    may_use |= Q(withdrawn_by=user.pk) | Q(Exists(stood.filter(blog__in=blogs)))
    stands_nowhere = ~(Q(Exists(shown)) | Q(Exists(quoted)) | Q(Exists(stood)))
    came_for_all = Q(brought_to=None, is_of_a_team=False) | Q(brought_to__in=blogs)
    return photos.filter(may_use | (stands_nowhere & came_for_all))


def visible_revisions(user: User) -> QuerySet[Revision]:
    """The record of what `user` may see; of a discarded draft, if they may read others' drafts."""
    shown = Q(post__in=visible_posts(user).values("pk")) | Q(explainer__isnull=False)
    revisions = Revision.objects.filter(shown | Q(blog__in=visible_blogs(user).values("pk")))
    if user.is_superuser or user.has_perm("liveblog.publish_post"):
        return revisions
    edited = Membership.objects.filter(user=user, role=Membership.Role.EDITOR).values("blog")
    of_drafts = Q(made_by=user) | Q(blog__in=edited)
    return revisions.filter(of_drafts | ~Q(act=Revision.DISCARDED))


def may_see(user: User, blog: Blog) -> bool:
    return bool(not blog.is_restricted or user.is_superuser or _role(user, blog))


def may_write(user: User, blog: Blog) -> bool:
    return _has(user, "add_post", blog)


def may_edit(user: User, post: Post) -> bool:
    """Editors edit all but the retracted; reporters their own, until they submit it."""
    if post.is_retracted:
        return False
    if may_publish(user, post.blog):
        return True
    return _is_own_draft(user, post) and _has(user, "change_post", post.blog)


def may_submit(user: User, post: Post) -> bool:
    if may_publish(user, post.blog):
        return True
    return post.created_by_id == user.pk and _has(user, "submit_post", post.blog)


def may_take_back(user: User, post: Post) -> bool:
    """Its author, from the editors, as long as they only have it to read."""
    return post.status == Post.Status.SUBMITTED and post.created_by_id == user.pk


def may_publish(user: User, blog: Blog) -> bool:
    return _has(user, "publish_post", blog)


def may_schedule(user: User, blog: Blog) -> bool:
    return _has(user, "schedule_post", blog)


def may_pin(user: User, blog: Blog) -> bool:
    return _has(user, "pin_post", blog)


def may_correct(user: User, blog: Blog) -> bool:
    return _has(user, "correct_post", blog)


def may_retract(user: User, blog: Blog) -> bool:
    return _has(user, "retract_post", blog)


def may_restore(user: User, blog: Blog) -> bool:
    return _has(user, "restore_post", blog)


def may_open(user: User, blog: Blog) -> bool:
    return _has(user, "open_blog", blog)


def may_close(user: User, blog: Blog) -> bool:
    return _has(user, "close_blog", blog)


def photos_to_mend(user: User, photos: Collection[Photo]) -> set[int]:
    """The keys of those whose alt text and credit `user` may put right: they stand everywhere.

    Who keeps the library may; who may publish or correct wherever the picture stands; and who
    brought it, while it stands in their own drafts alone.
    """
    keys = {photo.pk for photo in photos}
    if not keys or user.has_perm("liveblog.change_photo"):
        return keys
    shared = {
        *Explainer.objects.filter(photo__in=keys).values_list("photo", flat=True),
        *Contributor.objects.filter(picture__in=keys).values_list("picture", flat=True),
    }
    brought = {photo.pk for photo in photos if photo.uploaded_by_id == user.pk}
    shown = PhotoCaption.objects.filter(photo__in=keys).select_related("blog", "post__blog")
    quoted = Embed.objects.filter(thumbnail__in=keys).select_related("post__blog")
    places: list[PhotoCaption | Embed] = [*shown, *quoted]
    _know_roles(user, {_blog_of(place).pk for place in places})
    barred = set()
    for place in places:
        key = place.thumbnail_id if isinstance(place, Embed) else place.photo_id
        is_own = key in brought and place.post is not None and _is_own_draft(user, place.post)
        if not (is_own or _may_put_right(user, _blog_of(place))):
            barred.add(key)
    return keys - shared - barred


def _blog_of(place: PhotoCaption | Embed) -> Blog:
    blog = place.post.blog if place.post else getattr(place, "blog", None)
    assert blog is not None  # A caption stands in a post or heads a blog.
    return blog


def _may_put_right(user: User, blog: Blog) -> bool:
    return may_publish(user, blog) or may_correct(user, blog)


def _is_own_draft(user: User, post: Post) -> bool:
    return post.created_by_id == user.pk and post.status == Post.Status.DRAFT


def may_withdraw(user: User, photo: Photo) -> bool:
    """Whoever may change pictures, of those that they see; everywhere, whosever story it is in."""
    may_change = user.is_active and user.has_perm("liveblog.change_photo")
    return bool(may_change) and visible_photos(user).filter(pk=photo.pk).exists()


def may_lift_withdrawal(user: User, photo: Photo) -> bool:
    """Whoever may delete pictures: in a newsroom as it comes, its administrators."""
    return may_withdraw(user, photo) and bool(user.has_perm("liveblog.delete_photo"))


def may_run(user: User, blog: Blog) -> bool:
    """Change the blog itself: headline, standfirst, lead picture, shelf."""
    return _has(user, "change_blog", blog) or may_open(user, blog)


def may_give(user: User, role: str, blog: Blog) -> bool:
    """Give somebody a place in this blog's team, or take it: not with rights one lacks oneself.

    Of a blog that is only now being made, nobody has a place yet.
    """
    rights = _ROLES[Membership.Role(role)]
    if blog.pk is None:
        return user.has_perms([f"liveblog.{right}" for right in rights])
    return user.is_superuser or all(_has(user, right, blog) for right in rights)


def _has(user: User, permission: str, blog: Blog) -> bool:
    """By the user's groups everywhere, by their place in this blog's team here."""
    if not user.is_active or not may_see(user, blog):
        return False
    if user.has_perm(f"liveblog.{permission}"):
        return True
    role = _role(user, blog) if user.is_staff else None
    return role is not None and permission in _ROLES[role]


def _role(user: User, blog: Blog) -> Membership.Role | None:
    """The user's place in this blog's team; asked once for a user object, as `has_perm` is."""
    held: dict[int, Membership.Role | None] = getattr(user, "_liveblog_roles", {})
    if blog.pk not in held:
        row = blog.memberships.filter(user_id=user.pk).values_list("role", flat=True).first()
        held[blog.pk] = Membership.Role(row) if row else None
        user._liveblog_roles = held
    return held[blog.pk]


def _know_roles(user: User, blogs: Collection[int]) -> None:
    """Ask once for the user's places in all those blogs' teams."""
    rows = Membership.objects.filter(user_id=user.pk, blog__in=blogs).values_list("blog", "role")
    roles = {blog: Membership.Role(role) for blog, role in rows}
    held: dict[int, Membership.Role | None] = getattr(user, "_liveblog_roles", {})
    user._liveblog_roles = {**dict.fromkeys(blogs), **roles, **held}
