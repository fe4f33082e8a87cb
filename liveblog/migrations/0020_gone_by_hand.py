from django.db import migrations, models
from django.utils import timezone


def remember_what_was_taken_back(apps, schema_editor):
    """Noted as gone and not shown so: until now that alone said that an editor took it back."""
    Embed = apps.get_model("liveblog", "Embed")
    Sighting = apps.get_model("liveblog", "Sighting")
    latest = Sighting.objects.filter(embed=models.OuterRef("pk")).order_by("-seen_at", "-pk")
    taken_back = Embed._base_manager.alias(latest=models.Subquery(latest.values("kind")[:1]))
    taken_back.filter(gone_at=None, latest="gone").update(gone_by_hand_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("liveblog", "0019_whose_a_picture_stays")]

    operations = [
        migrations.AddField(
            model_name="embed",
            name="gone_by_hand_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(remember_what_was_taken_back, migrations.RunPython.noop),
    ]
