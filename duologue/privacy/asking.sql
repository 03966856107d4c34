-- Who is asking. Set once at the start of each transaction, gone with its end; the policies made
-- from policy.yaml read nothing else. Where nobody has said who is asking, a question raises.
CREATE SCHEMA IF NOT EXISTS asking;

CREATE OR REPLACE FUNCTION asking.kind() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  IF coalesce(current_setting('duologue.kind', true), '') = '' THEN
    RAISE EXCEPTION 'nobody has said who is asking'
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'Open a transaction and call duologue.privacy.principal.set_principal first.';
  END IF;
  RETURN current_setting('duologue.kind');
END $$;

-- The person signed in, and the partner they are; null for everybody else.
CREATE OR REPLACE FUNCTION asking.person() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  PERFORM asking.kind();
  RETURN nullif(current_setting('duologue.person', true), '')::uuid;
END $$;

CREATE OR REPLACE FUNCTION asking.partner() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  PERFORM asking.kind();
  RETURN nullif(current_setting('duologue.partner', true), '')::uuid;
END $$;

-- The couple they are in, with both its partners.
CREATE OR REPLACE FUNCTION asking.ours() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  PERFORM asking.kind();
  RETURN coalesce(nullif(current_setting('duologue.ours', true), ''), '{}')::uuid[];
END $$;

-- The partner whose own room is being destroyed at their request, and their account.
CREATE OR REPLACE FUNCTION asking.erasing() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  PERFORM asking.kind();
  RETURN coalesce(nullif(current_setting('duologue.erasing', true), ''), '{}')::uuid[];
END $$;

-- Whether they hold one of these roles, or are `nobody` or (at that moment) `system`.
CREATE OR REPLACE FUNCTION asking.is_a(VARIADIC words text[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN asking.kind() = ANY(words)
      OR coalesce(current_setting('duologue.system', true), '') = 'on' AND 'system' = ANY(words)
      OR coalesce(nullif(current_setting('duologue.roles', true), ''), '{}')::text[] && words;
END $$;

-- Those in their care, in any of these roles: of one kind, `couple`, `partner` or `person` (a
-- partner's account). Kept apart by kind because every question takes its list apart again.
-- `self` adds themselves, `both` their own couple: one list to look in instead of three.
DROP FUNCTION IF EXISTS asking.cares(text[]), asking.reads(text[]) CASCADE;
CREATE OR REPLACE FUNCTION asking.cares(kind text, VARIADIC roles text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE role text; found uuid[] := '{}';
BEGIN
  PERFORM asking.kind();
  FOREACH role IN ARRAY roles LOOP
    CASE role
      WHEN 'self' THEN
        found := array_remove(found || CASE kind WHEN 'person' THEN asking.person() ELSE asking.partner() END, NULL);
      WHEN 'both' THEN found := found || asking.ours();
      ELSE
        found := found || nullif(current_setting('duologue.care_' || kind || '_' || role, true), '')::uuid[];
    END CASE;
  END LOOP;
  RETURN found;
END $$;

-- The same, and whose record they opened in an emergency: those are for reading alone.
CREATE OR REPLACE FUNCTION asking.reads(kind text, VARIADIC roles text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE role text; found uuid[] := asking.cares(kind, VARIADIC roles);
BEGIN
  FOREACH role IN ARRAY roles LOOP
    found := found || nullif(current_setting('duologue.emergency_' || kind || '_' || role, true), '')::uuid[];
  END LOOP;
  RETURN found;
END $$;

-- The partners whose record they opened in an emergency, and those partners' couples, by their ids.
CREATE OR REPLACE FUNCTION asking.opened() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 2 AS $$
BEGIN
  PERFORM asking.kind();
  RETURN QUERY SELECT unnest(coalesce(nullif(current_setting('duologue.opened', true), ''), '{}')::uuid[]);
END $$;

-- Whether somebody of this couple has not joined yet. A function, so that the many questions about
-- couples need not plan it.
CREATE OR REPLACE FUNCTION asking.is_awaited(couple uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM people_partner p WHERE p.couple_id = couple AND p.person_id IS NULL);
END $$;

-- Whether a therapist or prescriber works here besides these two, the second of whom may be null.
CREATE OR REPLACE FUNCTION asking.is_clinician_besides(one uuid, other uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM people_staffrole r JOIN people_person p ON p.id = r.person_id
    WHERE r.role IN ('therapist', 'prescriber') AND p.closed_at IS NULL
      AND r.person_id <> one AND r.person_id IS DISTINCT FROM other
      AND NOT EXISTS (SELECT 1 FROM people_staffroleend e WHERE e.staff_role_id = r.id));
END $$;

-- Say who is asking: a person's id, `system` or `nobody`. Returns the roles they hold.
CREATE OR REPLACE FUNCTION asking.begin(who text) RETURNS text[]
LANGUAGE plpgsql AS $$
DECLARE
  held text[] := '{}';
  mine record;
  care record;
  role text;
BEGIN
  PERFORM set_config('role', 'duologue_request', true);
  PERFORM set_config('duologue.' || name, '', true) FROM unnest(ARRAY['person', 'partner', 'ours',
    'roles', 'system', 'erasing', 'opened', 'care_couple_therapist', 'care_couple_prescriber',
    'care_couple_monitor', 'care_partner_therapist', 'care_partner_prescriber',
    'care_partner_monitor', 'care_person_therapist', 'care_person_prescriber',
    'care_person_monitor', 'emergency_partner_therapist', 'emergency_partner_prescriber',
    'emergency_partner_monitor', 'emergency_person_therapist', 'emergency_person_prescriber',
    'emergency_person_monitor']) name;
  PERFORM set_config('duologue.kind', who, true) WHERE who IN ('system', 'nobody');
  IF who IN ('system', 'nobody') THEN
    RETURN held;
  END IF;
  PERFORM set_config('duologue.kind', 'person', true);
  PERFORM set_config('duologue.person', who::uuid::text, true);
  IF NOT EXISTS (SELECT 1 FROM people_person WHERE id = who::uuid AND closed_at IS NULL) THEN
    RETURN asking.begin('nobody');
  END IF;
  SELECT coalesce(array_agg(DISTINCT r.role::text), '{}') INTO held FROM people_staffrole r
    WHERE r.person_id = who::uuid
      AND NOT EXISTS (SELECT 1 FROM people_staffroleend e WHERE e.staff_role_id = r.id);
  IF held = '{}' THEN
    SELECT p.id, p.couple_id INTO mine FROM people_partner p
      WHERE p.person_id = who::uuid ORDER BY p.at DESC, p.id DESC LIMIT 1;
    IF FOUND THEN
      PERFORM set_config('duologue.partner', mine.id::text, true);
      PERFORM set_config('duologue.ours', ARRAY[mine.couple_id, mine.id]::text, true);
      PERFORM set_config('duologue.ours', (SELECT array_agg(p.id) || mine.couple_id
        FROM people_partner p WHERE p.couple_id = mine.couple_id)::text, true);
    END IF;
    RETURN held;
  END IF;
  PERFORM set_config('duologue.roles', held::text, true);
  FOR care IN
    SELECT m.role, array_agg(DISTINCT m.couple_id) AS couples FROM people_careteammember m
      WHERE m.person_id = who::uuid AND m.role IN ('therapist', 'prescriber', 'monitor')
        AND NOT EXISTS (SELECT 1 FROM people_careteamend e WHERE e.member_id = m.id)
      GROUP BY m.role
  LOOP
    -- First the couples, so that the partners' rows can be read.
    PERFORM set_config('duologue.care_couple_' || care.role, care.couples::text, true);
    SELECT coalesce(array_agg(p.id), '{}') AS partners,
        coalesce(array_agg(p.person_id) FILTER (WHERE p.person_id IS NOT NULL), '{}') AS persons
      INTO mine FROM people_partner p WHERE p.couple_id = ANY(care.couples);
    PERFORM set_config('duologue.care_partner_' || care.role, mine.partners::text, true);
    PERFORM set_config('duologue.care_person_' || care.role, mine.persons::text, true);
  END LOOP;
  -- In an emergency: the one partner who was named counts as in their care, and nobody else of the
  -- couple; of the couple no more than its name.
  FOR care IN
    SELECT g.role, array_agg(g.partner_id) AS partners FROM people_emergencygrant g
      WHERE g.by_id = who::uuid AND g.at <= clock_timestamp()
        AND g.expires_at > clock_timestamp() AND g.role = ANY(held)
      GROUP BY g.role
  LOOP
    -- First the partners, so that their rows can be read, then the couples they are in.
    PERFORM set_config('duologue.opened', ((SELECT coalesce(array_agg(o), '{}') FROM asking.opened() o)
      || care.partners)::text, true);
    PERFORM set_config('duologue.opened', ((SELECT array_agg(o) FROM asking.opened() o)
      || (SELECT array_agg(p.couple_id) FROM people_partner p
          WHERE p.id = ANY(care.partners)))::text, true);
    PERFORM set_config('duologue.emergency_partner_' || care.role, care.partners::text, true);
    PERFORM set_config('duologue.emergency_person_' || care.role,
      (SELECT coalesce(array_agg(p.person_id), '{}') FROM people_partner p
       WHERE p.id = ANY(care.partners) AND p.person_id IS NOT NULL)::text, true);
  END LOOP;
  RETURN held;
END $$;
