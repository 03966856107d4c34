"""After an erasure, what the law kept of a session goes on its day; the ledger stays, of nobody."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION dosing_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('duologue.erasing', true), '') NOT IN ('', '{}') THEN
        IF TG_TABLE_NAME <> 'dosing_ledgerentry' AND TG_OP = 'DELETE' THEN
            RETURN OLD;
        ELSIF TG_TABLE_NAME = 'dosing_ledgerentry' AND TG_OP = 'UPDATE' THEN
            IF to_jsonb(NEW) = jsonb_set(to_jsonb(OLD), '{administration_id}', 'null') THEN
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'what happened in a session is not changed; append a further row'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
DO $$ DECLARE key text; BEGIN
    SELECT conname INTO key FROM pg_constraint
        WHERE conrelid = 'dosing_ledgerentry'::regclass AND contype = 'f'
          AND confrelid = 'dosing_administration'::regclass;
    EXECUTE format('ALTER TABLE dosing_ledgerentry DROP CONSTRAINT %I', key);
    EXECUTE format('ALTER TABLE dosing_ledgerentry ADD CONSTRAINT %I FOREIGN KEY (administration_id) '
        'REFERENCES dosing_administration (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED', key);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("dosing", "0003_what_was_decided_and_what_is_over")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
