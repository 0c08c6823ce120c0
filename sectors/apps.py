from django.apps import AppConfig
from django.core.checks import Tags, register

from .checks import trigrams_know_hebrew


class SectorsConfig(AppConfig):
    name = "sectors"

    def ready(self):
        register(trigrams_know_hebrew, Tags.database)
