"""Nobody and no room is claimed twice at one time, whatever the program does.

btree_gist would let an exclusion constraint compare a uuid with `=`, but the PostgreSQL that
comes in a wheel has no extensions. A range of uuid with one member does the same.
"""

from django.db import migrations

FORWARD = """
CREATE TYPE calendar_uuidrange AS RANGE (subtype = uuid);
ALTER TABLE calendar_claim ADD CONSTRAINT nobody_is_claimed_twice EXCLUDE USING gist (
    calendar_uuidrange(holder, holder, '[]') WITH &&,
    tstzrange(starts_at, ends_at, '[)') WITH &&
);
"""
BACK = """
ALTER TABLE calendar_claim DROP CONSTRAINT nobody_is_claimed_twice;
DROP TYPE calendar_uuidrange;
"""


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
