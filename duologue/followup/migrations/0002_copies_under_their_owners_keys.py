from django.db import migrations

OWNERS = """
SELECT c.id, CASE WHEN c.partner_id IS NULL THEN 'couple' ELSE 'partner' END,
    coalesce(c.partner_id, l.couple_id)
FROM followup_closingcopy c JOIN followup_closing l ON l.id = c.closing_id
"""


def lock(apps, schema_editor):
    from duologue.privacy.ownkeys.converting import put_under_own_keys

    put_under_own_keys(
        schema_editor.connection,
        table="followup_closingcopy",
        column="pdf",
        owners=OWNERS,
        reads=["followup_closing"],
    )


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial"), ("privacy", "0001_own_keys")]

    operations = [migrations.RunPython(lock, elidable=True)]
