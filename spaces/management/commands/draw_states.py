from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from spaces.management.diagram.svg import draw


class Command(BaseCommand):
    help = "Draw docs/states.svg from the tables in spaces/states.py."

    def handle(self, **options):
        with translation.override("en"):
            (settings.BASE_DIR / "docs" / "states.svg").write_text(draw())
