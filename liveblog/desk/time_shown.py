"""What the time field does for this user and this post, in a line beneath it."""

from liveblog import permissions
from liveblog.models import Blog, Post
from liveblog.permissions import User


def help_for(user: User, blog: Blog, post: Post | None) -> str:
    """Only what the user's own buttons can do; `post` is None for a new one."""
    if post is not None and post.is_published:
        return "Earlier than now: it moves to its place."
    if post is not None and post.status == Post.Status.SCHEDULED:
        return "It appears by itself at this time."
    publishes = permissions.may_publish(user, blog)
    said = ["Empty: now." if publishes else "Empty: the moment an editor publishes it."]
    said.append("Earlier: it lands in its place.")
    if permissions.may_schedule(user, blog):
        said.append("Later: it is scheduled." if publishes else "Later: press Schedule.")
    return " ".join(said)
