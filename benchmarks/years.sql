-- The couples of earlier years (`past`: couple, and when): their care is over, nothing of theirs waits.

-- The clinic and its staff were there before the first of them.
UPDATE people_clinic SET created_at = created_at - interval '5 years';
UPDATE people_person SET created_at = created_at - interval '5 years'
  WHERE id IN (SELECT person_id FROM people_staffrole);
UPDATE people_staffrole SET at = at - interval '5 years';

CREATE TEMP TABLE past_partner AS
  SELECT p.id AS partner, m.person_id AS therapist, past.at
  FROM past JOIN people_partner p ON p.couple_id = past.couple
  JOIN people_careteammember m ON m.couple_id = past.couple AND m.role = 'therapist';

-- Whatever phase a course was in, it ended there.
INSERT INTO programme_episodeclosure (id, episode_id, outcome, at, by_id)
  SELECT md5('closure' || e.id)::uuid, e.id, 'Ended.', past.at, e.by_id
  FROM past JOIN programme_episode e ON e.couple_id = past.couple
  ON CONFLICT DO NOTHING;
DELETE FROM programme_partnerdue WHERE partner_id IN (SELECT partner FROM past_partner);
DELETE FROM programme_jointdue d USING programme_episode e, past
  WHERE e.id = d.episode_id AND e.couple_id = past.couple;

-- Nobody of the team treats them any more.
INSERT INTO people_careteamend (id, member_id, by_id, at)
  SELECT md5('end' || m.id)::uuid, m.id, m.person_id, past.at
  FROM past JOIN people_careteammember m ON m.couple_id = past.couple;

-- Alerts were looked at, notes signed, answers that were held resolved.
INSERT INTO safety_alertclosure (id, alert_id, done, by_id, at)
  SELECT md5('closure' || a.id)::uuid, a.id, 'Called, and spoke about it.', p.therapist, p.at
  FROM past_partner p JOIN safety_alert a ON a.partner_id = p.partner
  ON CONFLICT DO NOTHING;
INSERT INTO notes_notesignature (id, note_id, version_id, digest, by_id, at)
  SELECT DISTINCT ON (n.id) md5('signature' || n.id)::uuid, n.id, v.id,
         encode(sha256(n.id::text::bytea), 'hex'), n.author_id, past.at
  FROM past JOIN notes_note n ON n.couple_id = past.couple
  JOIN notes_noteversion v ON v.note_id = n.id
  ORDER BY n.id, v.number DESC
  ON CONFLICT DO NOTHING;
INSERT INTO measures_heldresolution (id, what, by_id, held_id, at)
  SELECT md5('resolved' || h.id)::uuid, 'Asked again on paper.', p.therapist, h.id, p.at
  FROM past_partner p JOIN measures_heldsubmission h ON h.partner_id = p.partner;
