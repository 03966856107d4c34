from django.db import migrations


def lock(apps, schema_editor):
    from duologue.privacy.ownkeys.converting import put_under_own_keys

    for table, owner in (("record_jointdisclosure", "couple"), ("record_owndisclosure", "partner")):
        put_under_own_keys(
            schema_editor.connection,
            table=table,
            column="paper",
            owners=f"SELECT id, '{owner}', {owner}_id FROM {table}",
        )


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial"), ("privacy", "0001_own_keys")]

    operations = [migrations.RunPython(lock, elidable=True)]
