"""Every address of the app, under one name: "liveblog:blog", "liveblog:desk"."""

from django.urls import include, path

from liveblog.admin import others
from liveblog.desk import urls as desk_urls
from liveblog.reader import urls as reader_urls

app_name = "liveblog"
urlpatterns = [
    path("", include(reader_urls)),
    path("admin/liveblog/blog/<int:pk>/desk/", include(desk_urls)),
    # In place of Django's own: it would give the address of any story away.
    path(
        "admin/r/<int:content_type_id>/<int:object_id>/", others.view_on_site, name="view_on_site"
    ),
]
