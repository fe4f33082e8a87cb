from collections.abc import Collection
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator

from liveblog import conf
from liveblog.models.embed import Embed
from liveblog.models.explainer import Explainer, PinnedExplainer
from liveblog.models.guard import Guarded, GuardedQuerySet
from liveblog.models.licence import Licensed
from liveblog.models.searched import Searched
from liveblog.models.withdrawal import Withdrawable
from liveblog.photos import geometry

_SHARE = [MinValueValidator(0), MaxValueValidator(100)]


def leave_to_the_team(collector: Any, field: Any, photos: Any, using: str) -> None:
    """On a story's deletion: what came for a team's does not become everybody's."""
    restricted = photos.filter(brought_to__is_restricted=True)
    collector.add_field_update(Photo._meta.get_field("is_of_a_team"), True, restricted)
    models.SET_NULL(collector, field, photos, using)


class PhotoQuerySet(GuardedQuerySet):
    def withdrawn(self) -> "PhotoQuerySet":
        """Those that must not be seen any more: a mark each, without a file."""
        return self.filter(withdrawn_at__isnull=False)

    def offered(self) -> "PhotoQuerySet":
        """Those that may be put somewhere: all but the withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def to_come(self) -> "PhotoQuerySet":
        """Those that were announced, and whose file has not come."""
        return self.offered().filter(file="")

    def here(self) -> "PhotoQuerySet":
        return self.exclude(file="")

    def without_alt_text(self) -> "PhotoQuerySet":
        return self.here().filter(alt_text="")

    def without_credit(self) -> "PhotoQuerySet":
        return self.here().filter(credit="")

    def used_nowhere(self) -> "PhotoQuerySet":
        """Those that nothing points to, whatever it is: another team's story counts, too."""
        photos = self
        for relation in Photo._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel):
                if relation.related_model._meta.auto_created:
                    continue  # Whose it is, and where it stood: no place.
                rows = relation.related_model._base_manager
                photos = photos.exclude(
                    Exists(rows.filter(**{relation.field.name: OuterRef("pk")}))
                )
        return photos

    def run_out(self) -> "PhotoQuerySet":
        """Those whose licence has ended, on the calendar that is current here."""
        return self.filter(use_until__lt=timezone.localdate())

    def running_out(self) -> "PhotoQuerySet":
        """Those whose licence is still good, and not for long."""
        today = timezone.localdate()
        soon = today + timedelta(days=conf.LICENCE_WARNING_DAYS)
        return self.filter(use_until__range=(today, soon))

    def read_in(self, blog: Any) -> "PhotoQuerySet":
        """Those that readers of `blog` see, each with the first post that shows it: `shown_in`."""
        here = {"photo": OuterRef("pk"), "post__blog": blog, "post__status": "published"}
        shown = PhotoCaption.objects.filter(**here).order_by("post").values("post__public_id")
        at_the_head = PhotoCaption.objects.filter(photo=OuterRef("pk"), blog=blog)
        explainers = Explainer.objects.published().filter(photo=OuterRef("pk"))
        told = explainers.filter(posts__blog=blog, posts__status="published")
        pins = PinnedExplainer.objects.shown_at(timezone.now()).filter(blog=blog)
        pinned = pins.filter(explainer__photo=OuterRef("pk"))
        cards = Embed.objects.filter(
            thumbnail=OuterRef("pk"), post__blog=blog, post__status="published"
        )
        quoted = cards.order_by("post").values("post__public_id")
        places = (shown, at_the_head, told, pinned, cards)
        found = self.filter(reduce(or_, (Q(Exists(place)) for place in places)))
        return found.annotate(shown_in=Coalesce(Subquery(shown[:1]), Subquery(quoted[:1])))

    def before_readers(self, *, but: Any = None) -> "PhotoQuerySet":
        """Those that readers have, or will without anybody's doing anything more; in other places
        than the post `but`.
        """
        here = OuterRef("pk")
        in_a_post = Q(post__status__in=("published", "scheduled"))
        shown = PhotoCaption.objects.filter(in_a_post | Q(blog__isnull=False), photo=here)
        cards = Embed.objects.filter(in_a_post, thumbnail=here)
        if but is not None:
            shown, cards = shown.exclude(post=but), cards.exclude(post=but)
        told = Explainer.objects.published().filter(photo=here)
        return self.filter(Exists(shown) | Exists(cards) | Exists(told))

    def public(self) -> "PhotoQuerySet":
        """Those that a reader can find: at a story's head, in an update, a card, an explainer."""
        is_read = Q(post__status="published", post__blog__is_public=True)
        here = OuterRef("pk")
        shown = PhotoCaption.objects.filter(is_read | Q(blog__is_public=True), photo=here)
        cards = Embed.objects.filter(is_read, thumbnail=here)
        told = Explainer.objects.published().filter(photo=here)
        return self.filter(Exists(shown) | Exists(cards) | Exists(told))


class Photo(Searched, Licensed, Withdrawable, Guarded):
    """A picture in the library. Without a file it is announced: its words stand, it is to come."""

    SEARCHED = ("alt_text", "caption", "credit", "creator", "copyright_notice", "usage_terms")

    file = models.ImageField(
        upload_to="photos/", blank=True, width_field="width_px", height_field="height_px"
    )
    width_px = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height_px = models.PositiveIntegerField(null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    alt_text = models.CharField(
        max_length=500,
        blank=True,
        help_text="Say what the picture shows; the reader may not see it.",
    )
    caption = models.TextField(
        blank=True, help_text="The agency's own caption: offered wherever the picture is used."
    )
    credit = models.CharField(
        max_length=200, blank=True, help_text="Photographer/Agency, as it is to be printed."
    )
    creator = models.CharField(
        max_length=200, blank=True, help_text="Who took it, whatever the printed credit says."
    )
    copyright_notice = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        default=50, validators=_SHARE, help_text="Per cent from the left."
    )
    focal_y = models.PositiveSmallIntegerField(
        default=50, validators=_SHARE, help_text="Per cent from the top."
    )
    # {"file": {"name":, "format":, …}, "remarks": […], "iptc": {"caption":, …}, "xmp": {…}}
    said_by_file = models.JSONField(default=dict, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    brought_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        editable=False,
        related_name="+",
        help_text="Who else came with the same file, and may use it whoever had it first.",
    )
    brought_to = models.ForeignKey(
        "liveblog.Blog",
        null=True,
        blank=True,
        editable=False,
        on_delete=leave_to_the_team,
        related_name="+",
        help_text="For which story it came: until it stands anywhere, who sees that sees it.",
    )
    is_of_a_team = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="It came for a team's story that was deleted: it is offered to nobody else.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # What exists of it, as `geometry.Original.note` says it: a page names no rendition but these.
    made = models.JSONField(default=dict, blank=True, editable=False)
    made_at = models.DateTimeField(null=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~Q(sha256=""),
                name="one_file_is_one_photo",
            ),
        ]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Its file was looked at when it came: Django would open it again for each form."""
        super().clean_fields(exclude={*(exclude or ()), "file"})

    def came_again(self, by: Any) -> None:
        """Brought by somebody, who may use it now, too. No reader sees of it."""
        if self.uploaded_by_id != by.pk:
            self.brought_by.add(by)

    def __str__(self) -> str:
        words = self.alt_text or self.caption or self._came_as or "Picture to come"
        said = Truncator(words).chars(80)
        return f"{said} ({self.credit})" if self.credit else said

    @property
    def _came_as(self) -> str:
        """The name that its file had where it came from: what it is stored under says nothing."""
        came = self.said_by_file.get("file", {}).get("name", "") if self.file else ""
        return came or self.file.name or ""

    @property
    def stood_as(self) -> str:
        """The file that a withdrawn picture had, by its name in the storage."""
        return str(self.made.get("of", "")) if self.is_withdrawn else ""

    @property
    def original(self) -> geometry.Original | None:
        """The stored picture; None while it is to come."""
        if not (self.file.name and self.width_px and self.height_px):
            return None
        focus = (self.focal_x, self.focal_y)
        return geometry.Original(self.file.name, self.width_px, self.height_px, focus)

    @property
    def renditions(self) -> list[geometry.Rendition]:
        """Those in the whole picture's shape that exist."""
        original, made = self.original, self._made
        if original is None:
            return []
        return [original.rung(w, each) for each in geometry.FORMATS for w in made.get(each, ())]

    @property
    def share_card(self) -> geometry.Rendition | None:
        """The card, if one is made for where the eye is to rest now."""
        is_made = self._made.get("card") == [self.focal_x, self.focal_y]
        return self.original.card() if self.original and is_made else None

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to make."""
        if self.original is None or self.is_missing:
            return True
        all_ = {each.name for each in self.original.wanted()}
        return self._made == self.original.note(all_)

    @property
    def is_missing(self) -> bool:
        """Its file was there once, and is not in the storage any more."""
        return bool(self._made.get("is_missing"))

    @property
    def _made(self) -> geometry.Made:
        """Nothing yet, where another file has taken the place of the one that it was made of."""
        return self.made if self.made.get("of") == self.file.name else {}

    @property
    def remarks(self) -> list[str]:
        """What was done to its file on the way in that an editor should know."""
        return list(self.said_by_file.get("remarks", []))


class PhotoCaption(Searched, Guarded):
    """One appearance of a photo, in a post or at the head of a blog: its caption, its order."""

    SEARCHED = ("caption",)

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="appearances")
    post = models.ForeignKey(
        "liveblog.Post", null=True, blank=True, on_delete=models.CASCADE, related_name="photos"
    )
    blog = models.OneToOneField(
        "liveblog.Blog", null=True, blank=True, on_delete=models.CASCADE, related_name="lead"
    )
    caption = models.TextField(blank=True, help_text="Who, what, where, when.")
    order = models.IntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        verbose_name = "picture"
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True, blog__isnull=False)
                | Q(post__isnull=False, blog__isnull=True),
                name="a_caption_stands_in_a_post_or_heads_a_blog",
            ),
            models.UniqueConstraint(fields=["post", "order"], name="one_picture_a_place"),
        ]

    def __str__(self) -> str:
        return Truncator(self.caption).chars(80) or str(self.photo)

    @property
    def text(self) -> str:
        """The caption of this appearance, or else the picture's own."""
        return self.caption or self.photo.caption
