from django.db import migrations, models

SEARCHED = ("contributor", "embed", "explainer", "post")


class Migration(migrations.Migration):
    dependencies = [
        ("liveblog", "0013_search_text_of_what_was_there"),
    ]

    # With a default in the database, so that what ran before the update can write beside it.
    operations = [
        migrations.AddField(
            model_name=model,
            name="search_text",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        )
        for model in SEARCHED
    ]
