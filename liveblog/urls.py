"""Every address of the app, under one name: "liveblog:blog", "liveblog:desk"."""

from django.urls import include, path

from liveblog.desk import urls as desk_urls
from liveblog.reader import urls as reader_urls

app_name = "liveblog"
urlpatterns = [
    path("", include(reader_urls)),
    path("admin/liveblog/blog/<int:pk>/desk/", include(desk_urls)),
]
