"""The nouns. Each file holds one, with its QuerySet above it."""

from liveblog.models.blog import Blog, BlogQuerySet, Membership, OldSlug
from liveblog.models.contributor import Contributor
from liveblog.models.correction import Correction
from liveblog.models.embed import Embed
from liveblog.models.explainer import Explainer, PinnedExplainer
from liveblog.models.guard import WriteOutsidePublishing
from liveblog.models.open_sheet import OpenSheet, OpenSheetQuerySet
from liveblog.models.photo import Photo, PhotoCaption, PhotoQuerySet
from liveblog.models.post import Byline, Post, PostQuerySet, PostTopic
from liveblog.models.revision import Revision, RevisionIsFinal
from liveblog.models.sighting import Sighting, SightingQuerySet
from liveblog.models.topic import Topic

__all__ = [
    "Blog",
    "BlogQuerySet",
    "Byline",
    "Contributor",
    "Correction",
    "Embed",
    "Explainer",
    "Membership",
    "OldSlug",
    "OpenSheet",
    "OpenSheetQuerySet",
    "Photo",
    "PhotoCaption",
    "PhotoQuerySet",
    "PinnedExplainer",
    "Post",
    "PostQuerySet",
    "PostTopic",
    "Revision",
    "RevisionIsFinal",
    "Sighting",
    "SightingQuerySet",
    "Topic",
    "WriteOutsidePublishing",
]
