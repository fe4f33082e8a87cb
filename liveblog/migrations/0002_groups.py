"""The newsroom's three groups. A site may change them afterwards; they are made once."""

from django.db import migrations

REPORTERS = {
    "blog": ["view_blog"],
    "post": ["view_post", "add_post", "change_post", "submit_post"],
    "photo": ["view_photo", "add_photo"],
    "photocaption": ["view_photocaption", "add_photocaption", "change_photocaption", "delete_photocaption"],
    "embed": ["view_embed", "add_embed", "change_embed", "delete_embed"],
    "byline": ["view_byline", "add_byline", "change_byline", "delete_byline"],
    "posttopic": ["view_posttopic", "add_posttopic", "change_posttopic", "delete_posttopic"],
    "contributor": ["view_contributor"],
    "topic": ["view_topic"],
    "explainer": ["view_explainer"],
    "correction": ["view_correction"],
}
EDITORS = {
    **REPORTERS,
    "blog": ["view_blog", "add_blog", "change_blog", "open_blog", "close_blog"],
    "post": [*REPORTERS["post"], "delete_post", "publish_post", "schedule_post", "pin_post"],
    "photo": ["view_photo", "add_photo", "change_photo"],
    "contributor": ["view_contributor", "add_contributor", "change_contributor"],
    "topic": ["view_topic", "add_topic", "change_topic"],
    "explainer": ["view_explainer", "add_explainer", "change_explainer"],
    "pinnedexplainer": [
        "view_pinnedexplainer",
        "add_pinnedexplainer",
        "change_pinnedexplainer",
        "delete_pinnedexplainer",
    ],
    "revision": ["view_revision"],
}
CORRECTIONS = {
    "blog": ["view_blog"],
    "post": ["view_post", "correct_post", "retract_post", "restore_post"],
    "correction": ["view_correction"],
    "photo": ["view_photo"],
    "explainer": ["view_explainer"],
    "contributor": ["view_contributor"],
    "topic": ["view_topic"],
    "revision": ["view_revision"],
}
GROUPS = {"Reporters": REPORTERS, "Editors": EDITORS, "Corrections editors": CORRECTIONS}


def make_groups(apps, schema_editor):
    alias = schema_editor.connection.alias
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for name, models in GROUPS.items():
        group, made = Group.objects.using(alias).get_or_create(name=name)
        if not made:
            continue
        for model, codenames in models.items():
            kind, _ = ContentType.objects.using(alias).get_or_create(
                app_label="liveblog", model=model
            )
            for codename in codenames:
                # post_migrate makes these too, and would name them itself: it looks by codename.
                permission, _ = Permission.objects.using(alias).get_or_create(
                    content_type=kind,
                    codename=codename,
                    defaults={"name": _spoken(apps, model, codename)},
                )
                group.permissions.add(permission)


def _spoken(apps, model, codename):
    options = apps.get_model("liveblog", model)._meta
    named = dict(options.permissions)
    action = codename.partition("_")[0]
    return named.get(codename, f"Can {action} {options.verbose_name}")


class Migration(migrations.Migration):
    dependencies = [
        ("liveblog", "0001_nouns"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
