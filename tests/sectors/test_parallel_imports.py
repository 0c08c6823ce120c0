import subprocess
import sys

import pytest
from django.conf import settings

from sectors.models import Organisation, Record, Tie

from .made import csv_text, support


@pytest.mark.django_db(transaction=True)
def test_the_same_file_imported_three_times_at_once_is_imported_once(file):
    path = file(csv_text(*(support(f"עמותה {serial % 700}", f"משרד {serial % 5}") for serial in range(2500))))
    command = [sys.executable, "manage.py", "import_grants", path, "--json"]
    running = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    ended = [(process.communicate(timeout=120), process.returncode) for process in running]
    assert [code for _, code in ended] == [0, 0, 0], ended
    assert (Organisation.objects.count(), Tie.objects.count(), Record.objects.count()) == (705, 700, 2500)
