"""What an editor gets in Django's own admin: every noun, its rights, its states, its record.

base, forms             A saved form is one change; a refusal loses nothing; nobody overwrites.
posts, acts, buttons    What can be done next with a post, and by whom.
rows                    Bylines, pictures, links, pins, the team: in order, whatever was typed.
explainers              Where each stands and is told; told from here.
photos, arrivals        The library: what comes into it, how it is searched, where each stands.
withdrawing             A picture that must not be seen any more.
records                 Corrections and revisions: read-only.
"""

from django.contrib import admin

from liveblog import conf
from liveblog.admin.blogs import BlogAdmin
from liveblog.admin.explainers import ExplainerAdmin
from liveblog.admin.library import ContributorAdmin, TopicAdmin
from liveblog.admin.photos import PhotoAdmin
from liveblog.admin.posts import PostAdmin
from liveblog.admin.records import CorrectionAdmin, RevisionAdmin

__all__ = [
    "BlogAdmin",
    "ContributorAdmin",
    "CorrectionAdmin",
    "ExplainerAdmin",
    "PhotoAdmin",
    "PostAdmin",
    "RevisionAdmin",
    "TopicAdmin",
]

admin.site.site_header = conf.SITE_NAME
admin.site.site_title = conf.SITE_NAME
admin.site.index_title = "Contents"
# Lists need the width; the index is one click away.
admin.site.enable_nav_sidebar = False
