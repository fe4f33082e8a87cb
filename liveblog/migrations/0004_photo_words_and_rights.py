from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('liveblog', '0003_open_sheets'),
    ]

    operations = [
        migrations.AddField(
            model_name='photo',
            name='creator',
            field=models.CharField(blank=True, help_text='Who took it, whatever the printed credit says.', max_length=200),
        ),
        migrations.AddField(
            model_name='photo',
            name='said_by_file',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
