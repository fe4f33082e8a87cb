from django.apps import AppConfig


class LiveblogConfig(AppConfig):
    name = "liveblog"
    verbose_name = "Live blogs"

    def ready(self) -> None:
        from liveblog import checks  # noqa: F401, PLC0415  registers the system checks
