"""Counting a large table that only grows, in blocks of its keys, so that nobody who looks waits for a million rows.

Each look counts the newest block and the two that were counted longest ago; the rest is what an earlier look found. So
a change to an old row shows up within as many looks as there are pairs of blocks. Only the first look after the cache
was emptied counts everything.
"""

import time
from collections import Counter
from hashlib import sha256

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import Count, Max

BLOCK = 20_000
LOOKED_AT_AGAIN = 2


def tally(rows, *columns):
    """{values of the columns: how many rows}. `rows` is a queryset without an order; annotations may be columns. A
    filter is kept apart from every other, so one that names the present moment would find nothing kept.
    """
    newest = rows.model._default_manager.aggregate(newest=Max("pk"))["newest"]
    if newest is None:
        return Counter()
    blocks, name = range(newest // BLOCK + 1), name_of(rows, columns)
    names = {block: f"tally:{name}:{BLOCK}:{block}" for block in blocks}
    found = cache.get_many(names.values())
    known = {block: found[name] for block, name in names.items() if name in found}
    for block in stale(blocks, known):
        known[block] = time.time(), counted(rows, columns, block)
        cache.set(names[block], known[block], timeout=None)
    return sum((Counter(dict(counts)) for _at, counts in known.values()), Counter())


def name_of(rows, columns):
    """What these rows and columns are kept under: what is asked, filters and all."""
    try:
        asked = rows.order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        asked = rows.model._meta.label_lower
    return sha256(repr(asked).encode()).hexdigest()[:32]


def stale(blocks, known):
    """The newest block, those never counted, and a few of the others."""
    longest_ago = sorted((block for block in known if block != blocks[-1]), key=lambda block: known[block][0])
    return {blocks[-1], *(set(blocks) - set(known)), *longest_ago[:LOOKED_AT_AGAIN]}


def counted(rows, columns, block):
    within = rows.filter(pk__gte=block * BLOCK, pk__lt=(block + 1) * BLOCK)
    found = within.order_by().values_list(*columns).annotate(number=Count("pk"))
    return [(tuple(values), number) for *values, number in found]
