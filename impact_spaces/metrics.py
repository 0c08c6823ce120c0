"""`/metrics` for Prometheus, read from the database and the heartbeats when it is asked: processes share nothing."""

import platform
import tomllib

import django
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from impact_spaces.health import broker_figures, figure_names
from impact_spaces.lib.heartbeats import PROCESSES

VERSION = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


@login_not_required
@require_safe
@never_cache
def metrics(request, mail_metrics):
    """The figures, to whoever holds METRICS_TOKEN; unset, there is no such page.

    mail_metrics() are metrics with a name, a meaning, labels, samples {values: number} and whether they only grow.
    """
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(Figures(mail_metrics))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Figures(Collector):
    def __init__(self, mail_metrics):
        self.mail_metrics = mail_metrics

    def describe(self):
        return []

    def collect(self):
        yield build()
        beats = broker_figures()
        mails, is_up = self.mails() if beats["broker"] else ([], None)
        yield from mails
        yield from alive(beats, is_up)

    def mails(self):
        """The figures of the database and whether it answers; None where that was not asked."""
        try:
            return [family(one) for one in self.mail_metrics()], True
        except Error:
            return [], False
        except RedisError:
            return [], None


def build():
    info = GaugeMetricFamily("impact_build", "What runs here.", labels=["version", "python", "django"])
    info.add_metric([VERSION, platform.python_version(), django.get_version()], 1)
    return info


def alive(beats, database_is_up):
    up = GaugeMetricFamily("impact_up", "Whether an engine answers.", labels=["engine"])
    up.add_metric(["broker"], beats["broker"])
    if database_is_up is not None:
        up.add_metric(["database"], database_is_up)
    age = GaugeMetricFamily("impact_heartbeat_age_seconds", "Since the last sign of life.", labels=["process"])
    for process, name in zip(PROCESSES, figure_names(), strict=True):
        if beats[name] is not None:
            age.add_metric([process], beats[name])
    return up, age


def family(metric):
    kind = CounterMetricFamily if metric.only_grows else GaugeMetricFamily
    made = kind(metric.name, metric.meaning, labels=metric.labels)
    for values, number in metric.samples.items():
        made.add_metric([str(value) for value in values], number)
    return made
