"""The desk's addresses, below /admin/liveblog/blog/<pk>/desk/."""

from django.urls import path

from liveblog.desk import composer, corrections, coverage, verbs

urlpatterns = [
    path("", composer.desk, name="desk"),
    path("open/", coverage.open_coverage, name="desk_open"),
    path("pause/", coverage.pause, name="desk_pause"),
    path("close/", coverage.close, name="desk_close"),
    path("head/", coverage.head, name="desk_head"),
    path("post/<slug:public_id>/", composer.edit, name="desk_edit"),
    path("post/<slug:public_id>/publish/", verbs.publish, name="desk_publish"),
    path("post/<slug:public_id>/submit/", verbs.submit, name="desk_submit"),
    path("post/<slug:public_id>/send-back/", verbs.send_back, name="desk_send_back"),
    path("post/<slug:public_id>/pin/", verbs.pin, name="desk_pin"),
    path("post/<slug:public_id>/unpin/", verbs.unpin, name="desk_unpin"),
    path("post/<slug:public_id>/key/", verbs.mark_key, {"is_key": True}, name="desk_key"),
    path("post/<slug:public_id>/unkey/", verbs.mark_key, {"is_key": False}, name="desk_unkey"),
    path("post/<slug:public_id>/correct/", corrections.correct, name="desk_correct"),
    path("post/<slug:public_id>/retract/", verbs.retract, name="desk_retract"),
    path("post/<slug:public_id>/restore/", verbs.restore, name="desk_restore"),
]
