"""What holds after every step, asked of the tables themselves."""

from django.db import connection

# A stakeholder's invitation is in none of these while the door is closed, and nobody of them is in.
GONE_OUT = "('approved', 'open', 'deferred')"

DOOR = f"""
    SELECT 'invitation ' || i.id || ' is ' || i.state || ' while the space is ' || s.stage
    FROM spaces_invitation i JOIN spaces_space s ON s.id = i.space_id
    WHERE i.kind = 'stakeholder' AND i.state IN {GONE_OUT} AND s.stage <> 'cross_sector'
    UNION ALL
    SELECT 'a stakeholder is in while the space is ' || s.stage
    FROM spaces_membership m JOIN spaces_space s ON s.id = m.space_id
    WHERE m.role = 'stakeholder' AND m.ended_at IS NULL AND 'cross_sector' NOT IN (s.stage, s.paused_from)
"""

CHAIN = """
    WITH chain AS (
        SELECT space_id, invitation_id, from_state, to_state, id,
               lag(to_state, 1, '') OVER of_one AS before, lead(id) OVER of_one IS NULL AS is_last
        FROM spaces_move WINDOW of_one AS (PARTITION BY space_id, invitation_id ORDER BY id)
    )
    SELECT 'move ' || id || ' starts from “' || from_state || '” after “' || before || '”'
    FROM chain WHERE from_state <> before
    UNION ALL
    SELECT 'space ' || s.id || ' is ' || s.stage || ', its last move went elsewhere' FROM spaces_space s
    LEFT JOIN chain c ON c.space_id = s.id AND c.invitation_id IS NULL AND c.is_last
    WHERE c.to_state IS DISTINCT FROM s.stage
    UNION ALL
    SELECT 'invitation ' || i.id || ' is ' || i.state || ', its last move went elsewhere' FROM spaces_invitation i
    LEFT JOIN chain c ON c.invitation_id = i.id AND c.is_last
    WHERE c.to_state IS DISTINCT FROM i.state
"""


EVERYTHING = f"SELECT * FROM ({DOOR}) door UNION ALL SELECT * FROM ({CHAIN}) moves"


def faults():
    """What is wrong with doors and moves: a list of sentences."""
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        return [line for (line,) in cursor.fetchall()]
