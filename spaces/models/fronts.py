"""What stands first in the outbox, space by space.

A partial index is walked from space to space. So the cost grows with the number of spaces that have mails waiting, and
neither with how many mails wait nor with the history. It is the only index of what waits: where there were two,
statistics taken while nothing waited led PostgreSQL to the other one, and through all that waits.
"""

from django.db import connection

WALK = """
WITH RECURSIVE walk AS (
    (SELECT coalesce(space_id, 0) AS space, due_at FROM spaces_message
     WHERE state = 'queued' AND coalesce(space_id, 0) > %(after)s ORDER BY coalesce(space_id, 0), due_at, id LIMIT 1)
    UNION ALL
    SELECT following.space, following.due_at FROM walk, LATERAL (
        SELECT coalesce(space_id, 0) AS space, due_at FROM spaces_message
        WHERE state = 'queued' AND coalesce(space_id, 0) > walk.space
        ORDER BY coalesce(space_id, 0), due_at, id LIMIT 1
    ) AS following
)
SELECT space, due_at FROM walk WHERE due_at <= %(now)s LIMIT %(most)s
"""


def fronts(now, after=-1, most=None):
    """[(space, since when its first message is due)] of the spaces behind `after` that have something due by `now`.

    In the order of their keys. What belongs to no space counts as a space of its own, the first: 0.
    """
    with connection.cursor() as cursor:
        cursor.execute(WALK, {"now": now, "after": after, "most": most})
        return cursor.fetchall()
