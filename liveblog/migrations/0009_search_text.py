from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("liveblog", "0008_ones_own_words_and_pictures"),
    ]

    # With a default in the database, so that what ran before the update can write beside it.
    operations = [
        migrations.AddField(
            model_name="photo",
            name="search_text",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddField(
            model_name="photocaption",
            name="search_text",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
    ]
