from django.db import migrations, models

from liveblog.folding import folded

SEARCHED = {
    "photo": ("alt_text", "caption", "credit", "creator", "copyright_notice", "usage_terms"),
    "photocaption": ("caption",),
}


def fill_in(apps, schema_editor):
    """What the models keep on every save, for the rows that were there before it."""
    for model, fields in SEARCHED.items():
        rows = apps.get_model("liveblog", model)._base_manager.using(schema_editor.connection.alias)
        for row in rows.only("pk", *fields).iterator(chunk_size=1000):
            words = folded("\n".join(getattr(row, name) for name in fields))
            rows.filter(pk=row.pk).update(search_text=words)


class Migration(migrations.Migration):
    dependencies = [
        ("liveblog", "0008_ones_own_words_and_pictures"),
    ]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="search_text",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="photocaption",
            name="search_text",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop, elidable=True),
    ]
