"""Whatever the file holds: a report or a clear refusal, never a crash, and never half an organisation."""

import json
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sectors.imports import run as imports
from sectors.imports.rows import Unusable
from sectors.models import Organisation

from .made import REGISTRY_TITLES, association, csv_text, grant, number, package, support, workbook

COMMANDS = ("import_grants", "import_organisations")
UNUSABLE = {
    "empty": b"",
    "blank": b"\n \n\n",
    "mark only": b"\xef\xbb\xbf",
    "zeros": b"\0" * 100,
    "no json": b'{"grants": [',
    "nan": b'{"grants": [NaN]}',
    "endless number": b'{"grants": [' + b"1" * 5000 + b"]}",
    "deep": b"[" * 100_000,
    "other json": b'{"orders": []}',
    "json list": b"[1, 2]",
    "no grants": b'{"grants": []}',
    "grants no list": b'{"grants": {"id": 1}}',
    "no workbook": b"PK\x03\x04 is how one begins",
    "cut workbook": workbook([["name", "number"]])[:900],
    "empty workbook": workbook([]),
    "other table": b"a,b\n1,2\n",
    "picture": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("content", UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_file_is_refused_clearly_and_in_json_too(db, file, command, content):
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command(command, file(content), "--json", stdout=out)
    told = json.loads(out.getvalue().splitlines()[-1])
    assert told["rejected"] == [{"line": 0, "field": "file", "what": str(refusal.value)}]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("path", ["/no/such/file.csv", "/", "a\0b"])
def test_a_file_that_is_not_there_is_refused_clearly(db, command, path):
    with pytest.raises(CommandError, match="The file can't be read"):
        call_command(command, path)


def test_a_file_of_the_other_command_is_named(db, file):
    with pytest.raises(CommandError, match="looks like the format “tmichot”"):
        call_command("import_organisations", file(csv_text(support())))
    with pytest.raises(CommandError, match="looks like the format “registry”"):
        call_command("import_grants", file(csv_text(REGISTRY_TITLES, association(1, "גשר"))))


def test_a_format_that_is_asked_for_is_not_swapped_for_another(db, file):
    with pytest.raises(CommandError, match="looks like the format “tmichot”"):
        call_command("import_grants", file(csv_text(support())), "--format", "360giving")


def test_titles_without_rows_are_an_import_of_nothing(run, file):
    report = run("import_organisations", file(csv_text(REGISTRY_TITLES)))
    assert (report["rows"], report["created"], report["rejected"]) == (0, 0, [])


def test_a_quote_mark_that_is_never_closed_costs_its_own_row_and_what_it_swallows(run, file):
    report = run("import_grants", file(csv_text(support()) + '2019,2000,"' + csv_text(support("בית"), support("נהר"))))
    assert [(entry["line"], entry["field"]) for entry in report["rejected"]] == [(2, "row")]
    assert report["ties"] == 1


def test_one_broken_letter_costs_one_row_and_not_the_encoding_of_the_rest(run, file):
    text = csv_text(support("גשר"), support("בית"), support("נהר")).encode()
    report = run("import_grants", file(text.replace("בית".encode(), b"\xd7\xff")))
    assert [entry["line"] for entry in report["rejected"]] == [2]
    assert Organisation.objects.filter(name_he="נהר").exists()


def test_a_file_larger_than_a_batch_is_written_whole(run, file):
    rows = [association(serial, f"עמותה מספר {serial}") for serial in range(2500)]
    path = file(csv_text(REGISTRY_TITLES, *rows))
    assert run("import_organisations", path)["created"] == 2500
    assert [run("import_organisations", path)[name] for name in ("created", "updated", "unchanged")] == [0, 0, 2500]


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2019", "2000", "משרד החינוך", "גשר", "1000", "-", "NaN", "1e400", "50", number("58", 1), "\0", '"', "קרן"]
    ),
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=12), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(grant())), inner, max_size=8),
    max_leaves=12,
)
OFTEN = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def survives(path):
    for run in (imports.import_grants, imports.import_organisations):
        with suppress(Unusable):
            json.loads(run(path, dry_run=True).as_json())


@OFTEN
@given(content=st.binary(max_size=300))
def test_any_bytes_are_survived(db, file, content):
    survives(file(content))
    survives(file(b"PK\x03\x04" + content))
    survives(file(csv_text(support(), REGISTRY_TITLES).encode() + content))


@OFTEN
@given(table=TABLES)
def test_any_table_is_survived(db, file, table):
    for head in ([support()], [REGISTRY_TITLES], [["name", "registration_number", "purpose", "city"]]):
        survives(file(csv_text(*head, *table)))


@OFTEN
@given(value=VALUES, field=st.sampled_from(list(grant())))
def test_any_json_is_survived(db, file, value, field):
    survives(file(json.dumps(value)))
    survives(file(package(grant(1, **{field: value}), value)))


@OFTEN
@given(place=st.integers(0, 2**32), byte=st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_is_survived(db, file, place, byte):
    content = bytearray(workbook([["name", "number"], ["גשר", number("58", 1)]]))
    content[place % len(content)] = byte
    survives(file(bytes(content)))
