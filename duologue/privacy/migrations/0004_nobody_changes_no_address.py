"""Who is not signed in changes a password or a time of signing in, and nothing else of an account."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION nobody_changes_little() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.email, NEW.name, NEW.created_at, NEW.closed_at)
        IS DISTINCT FROM (OLD.id, OLD.email, OLD.name, OLD.created_at, OLD.closed_at)
    THEN
        RAISE EXCEPTION 'who is not signed in changes only the password of an account'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER nobody_changes_little BEFORE UPDATE ON people_person
    FOR EACH ROW WHEN (current_setting('duologue.kind', true) = 'nobody'
        AND coalesce(current_setting('duologue.system', true), '') <> 'on')
    EXECUTE FUNCTION nobody_changes_little();
"""
BACK = "DROP FUNCTION nobody_changes_little CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0003_numbers_that_tell_nothing"),
        ("people", "0004_a_couple_parts"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACK)]
