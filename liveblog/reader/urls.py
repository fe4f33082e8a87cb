from django.urls import path

from liveblog.reader import feeds, pages, updates

urlpatterns = [
    path("", pages.front, name="front"),
    path("corrections/", pages.all_corrections, name="all_corrections"),
    path("explainers/<slug:slug>/", pages.explainer, name="explainer"),
    path("live/<slug:slug>/", pages.blog, name="blog"),
    path("live/<slug:slug>/updates/<int:version>/", updates.updates, name="updates"),
    path("live/<slug:slug>/posts/<slug:public_id>/", pages.post, name="post"),
    path("live/<slug:slug>/corrections/", pages.corrections, name="corrections"),
    path("live/<slug:slug>/feed.atom", feeds.atom, name="atom"),
    path("live/<slug:slug>/feed.json", feeds.json_feed, name="json_feed"),
]
