"""Rows for the lists of the API: so many organisations, memberships and invitations. One partner sees all members and
nearly all invitations, another a thousandth of them.
"""

from django.db import connection

from tests.bench.million import defaults

# The first thousand rows lie in five spaces; those that come later lie in 4,995 others.
SPACE = "CASE WHEN n <= 1000 THEN n % 5 + 1 ELSE n % 4995 + 6 END"
LARGE = [
    "sectors_organisation", "sectors_organisation_fields", "sectors_identifier", "spaces_membership", "spaces_sharing",
    "spaces_invitation",
]  # fmt: skip
WORLD = """
INSERT INTO members_person (id, password, is_superuser, email, name, language, time_zone, quiet_weekdays,
    is_facilitator, is_staff, is_active, joined_at)
SELECT n, '!', false, 'p' || n || '@bench.example', 'Person ' || n, 'en', 'Asia/Jerusalem', '{}', n = 1, false, true,
    now()
FROM generate_series(1, 1000) n;
INSERT INTO sectors_field (id, name_he, name_en, name_ar, code)
SELECT n, 'תחום ' || n, 'Field ' || n, '', 'bench-' || n FROM generate_series(900, 919) n;
INSERT INTO spaces_partner (id, name, use, scopes, networks, calls_per_minute, is_active, by_id, made_at)
SELECT n, 'CRM ' || n, 'crm', '{organisations:read,memberships:read,invitations:read}', '{}', 100000, true, 1, now()
FROM generate_series(1, 2) n;
INSERT INTO spaces_partnerkey (id, client_id, secret_digest, since, by_id, partner_id)
VALUES (1, 'partner-bench', 'x', now(), 1, 1);
"""
SPACES = """
INSERT INTO spaces_space (id, name, purpose, context, initiator_kind, language, country, disclosure, stage,
    stage_since, is_reported, opened_at)
SELECT n, 'Space ' || n, 'Purpose', 'field', 'ceo', 'en', 'IL', 'names', 'gathering', now(), false, now()
FROM generate_series({first}, {last}) n;
INSERT INTO spaces_grant (id, partner_id, space_id, scopes, by_id, since)
SELECT p * 10000 + n, p, n, '{{memberships:read,invitations:read}}', 1, now()
FROM generate_series({first}, {last}) n, generate_series(1, 2) p;
"""
ROWS = f"""
INSERT INTO sectors_organisation (id, name_he, name_en, name_ar, other_names, search_name, sort_name, sector, kind,
    registry_number, registry_state, purpose, source)
SELECT n, 'ארגון ' || n, 'Organisation ' || n, '', '{{{{}}}}', 'organisation ' || n || E'\\nארגון ' || n,
    'organisation ' || n, 'third', CASE n % 50 WHEN 0 THEN 'foundation' ELSE 'association' END,
    (580000000 + n)::text, 'suggested', 'What it is for, in a sentence or two', 'register'
FROM generate_series({{first}}, {{last}}) n;
INSERT INTO sectors_organisation_fields (organisation_id, field_id)
SELECT n, 900 + n % 20 FROM generate_series({{first}}, {{last}}) n WHERE n % 2 = 0;
INSERT INTO sectors_identifier (organisation_id, value)
SELECT n, 'CRM-' || n FROM generate_series({{first}}, {{last}}) n WHERE n % 5 = 0;
INSERT INTO spaces_membership (id, organisation_name, role, circle, since, active_since, organisation_id, person_id,
    space_id)
SELECT n, '', 'peer', 'plenum', now(), now(), n, n / CASE WHEN n <= 1000 THEN 5 ELSE 4995 END + 1, {SPACE}
FROM generate_series({{first}}, {{last}}) n;
INSERT INTO spaces_sharing (membership_id, grant_id, partner_id, what, at)
SELECT id, p * 10000 + space_id, p, '{{{{name,organisation,email}}}}', now()
FROM spaces_membership, generate_series(1, 2) p
WHERE id BETWEEN {{first}} AND {{last}} AND (p = 1 OR id % 1000 = 0);
INSERT INTO spaces_invitation (id, kind, state, email, name, language, deadline, is_confirmation, nonce, token_hash,
    created_at, opened_at, reminders, inviter_id, organisation_id, space_id, partner_id)
SELECT n, 'peer', 'open', 'i' || n || '@bench.example', 'Invitee ' || n, 'he', now(), false, '', md5(n::text), now(),
    now(), 0, 1, n, {SPACE}, CASE n % 1000 WHEN 0 THEN 2 ELSE 1 END
FROM generate_series({{first}}, {{last}}) n;
"""


def fill(first, last):
    """Rows with these numbers, and with the first of them the world that they lie in."""
    spaces = (1, 5) if first == 1 else (6, 5000)
    statements = [*defaults(), "SET session_replication_role = replica"]
    statements += split(WORLD) if first == 1 else []
    statements += split(SPACES.format(first=spaces[0], last=spaces[1]))
    statements += split(ROWS.format(first=first, last=last))
    with connection.cursor() as cursor:
        indexes = droppable(cursor)
        statements += [*indexes.values(), "SET session_replication_role = DEFAULT", "VACUUM ANALYZE"]
        for statement in [f"DROP INDEX {', '.join(indexes)}", "SET maintenance_work_mem = '256MB'", *statements]:
            cursor.execute(statement)


def droppable(cursor):
    """{name: definition} of the indexes of the large tables that are built faster than they grow."""
    cursor.execute(
        """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE indrelid::regclass::text = ANY(%s) AND NOT indisunique
        """,
        [LARGE],
    )
    return dict(cursor.fetchall())


def split(text):
    return [statement for statement in text.split(";\n") if statement.strip()]
