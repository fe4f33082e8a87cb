from django.db import migrations

from liveblog import markup
from liveblog.folding import folded

# Pictures, too: since 0013 quotation marks and dashes are folded as well.
SEARCHED = {
    "contributor": ("name", "role"),
    "embed": ("author", "handle", "title", "text", "url"),
    "explainer": ("title", "summary", "body"),
    "photo": ("alt_text", "caption", "credit", "creator", "copyright_notice", "usage_terms"),
    "photocaption": ("caption",),
    "post": ("headline", "body"),
}
BATCH = 500


def fill_in(apps, schema_editor):
    """What the models keep on every save, for the rows that were there before it."""
    for model, fields in SEARCHED.items():
        rows = apps.get_model("liveblog", model)._base_manager.using(schema_editor.connection.alias)
        last = 0
        while batch := list(rows.filter(pk__gt=last).order_by("pk").only("pk", *fields)[:BATCH]):
            for row in batch:
                row.search_text = folded("\n".join(said(row, name) for name in fields))
            rows.bulk_update(batch, ["search_text"])
            last = batch[-1].pk


def said(row, name):
    value = getattr(row, name) or ""
    return markup.plain(value) if name == "body" else value


class Migration(migrations.Migration):
    # Readers are not kept waiting for a whole archive: each batch is a commit of its own.
    atomic = False

    dependencies = [
        ("liveblog", "0014_more_is_searched"),
    ]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop, elidable=True),
    ]
