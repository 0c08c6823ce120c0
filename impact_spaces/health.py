"""Is it up? `/healthz` answers for this process alone, `/readyz` for everything that the product needs.

A load balancer should ask /healthz: a silent worker is a reason to call somebody, not to take the pages away.
"""

import time

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from impact_spaces.lib import heartbeats

SILENT_AFTER = 60  # seconds; a heartbeat comes every 15 to 20
LATE_AFTER = 600  # seconds that a due message may wait


@login_not_required
@require_safe
def healthz(request):
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request, oldest_due_seconds):
    """200 when all is well, otherwise 503, with the same figures. None means unknown or never.

    oldest_due_seconds() is the age of the message that has waited longest, None where nothing waits.
    """
    figures = database_figures(oldest_due_seconds) | broker_figures()
    troubles = troubles_in(figures)
    return JsonResponse({"ready": not troubles, "troubles": troubles, **figures}, status=503 if troubles else 200)


def database_figures(oldest_due_seconds):
    try:
        unapplied = unapplied_migrations()
        oldest = None if unapplied else oldest_due_seconds()
    except Error:
        return {"database": False, "unapplied_migrations": None, "oldest_due_seconds": None}
    return {"database": True, "unapplied_migrations": unapplied, "oldest_due_seconds": oldest}


def unapplied_migrations():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def broker_figures():
    """Whether the broker answers, and the seconds since each heartbeat."""
    try:
        beats = heartbeats.heard()
    except RedisError:
        return {"broker": False} | dict.fromkeys(figure_names(), None)
    now = time.time()
    ages = [round(now - beats[who]) if who in beats else None for who in heartbeats.PROCESSES]
    return {"broker": True} | dict(zip(figure_names(), ages, strict=True))


def figure_names():
    return [f"{who}_silent_seconds" for who in heartbeats.PROCESSES]


def troubles_in(figures):
    """The names of the figures that are not as they should be."""
    wrong = {
        "database": not figures["database"],
        "broker": not figures["broker"],
        "unapplied_migrations": bool(figures["unapplied_migrations"]),
        "oldest_due_seconds": (figures["oldest_due_seconds"] or 0) > LATE_AFTER,
    }
    silent = {name: figures[name] is None or figures[name] > SILENT_AFTER for name in figure_names()}
    return [name for name, is_wrong in (wrong | silent).items() if is_wrong]
