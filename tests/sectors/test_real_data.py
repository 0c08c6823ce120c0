"""The importers on the real files beside the project. None of their content stands in this repository."""

import json
from pathlib import Path

import pytest
from django.db.models import Count, Sum
from jsonschema import Draft202012Validator, FormatChecker

from sectors.imports.threesixty_schema import VALIDATOR
from sectors.models import Organisation, Record, Review, Tie

from .made import grant
from .test_import_grants import BAD_GRANTS

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]

SUPPORT = "registry_and_grants/il_tmichot2014_s3a.csv"
RECIPIENTS = "registry_and_grants/il_recipients2014.csv"
BODIES = "registry_and_grants/il_special_entities_public_bodies.csv"
UK = "registry_and_grants/uk_360g_abct_a001p00000zgyHZAAY"
LISTED = [
    "rows", "organisations", "funders", "recipients", "ties",
    "created", "updated", "unchanged", "suggested", "rejected",
]  # fmt: skip


def figures(report):
    return [report[name] for name in LISTED]


def test_government_support_is_counted_to_the_shekel(run, real):
    first = run("import_grants", real(SUPPORT))
    assert figures(first) == [1209, 892, 12, 880, 963, 1855, 0, 0, 0, []]
    assert (first["allocated"], first["paid"]) == (879_924_291, 637_347_339)
    assert figures(run("import_grants", real(SUPPORT))) == [1209, 892, 12, 880, 963, 0, 0, 1855, 0, []]
    assert Tie.objects.count() == 963
    sums = Record.objects.aggregate(Count("id"), Sum("allocated"), Sum("paid"))
    assert list(sums.values()) == [1209, 879_924_291, 637_347_339]


def test_all_funders_of_the_support_file_are_ministries_of_the_first_sector(run, real):
    run("import_grants", real(SUPPORT))
    funders = Organisation.objects.filter(ties_out__isnull=False).values_list("sector", "kind").distinct()
    assert list(funders) == [("first", "ministry")]
    assert set(Organisation.objects.filter(ties_in__isnull=False).values_list("sector", flat=True)) == {"third"}
    assert Organisation.objects.filter(name_he__startswith="קרן ").values_list("kind", flat=True).distinct().get() == (
        "foundation"
    )


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_grants_by_the_standard_are_all_there(run, real, kind):
    first = run("import_grants", real(f"{UK}.{kind}"))
    assert figures(first) == [783, 322, 1, 322, 322, 644, 0, 0, 0, []]
    assert figures(run("import_grants", real(f"{UK}.{kind}"))) == [783, 322, 1, 322, 322, 0, 0, 644, 0, []]
    assert Record.objects.aggregate(Count("id"), Sum("allocated")) == {"id__count": 783, "allocated__sum": 12_785_625}


def test_the_workbook_says_what_the_json_says(run, real):
    run("import_grants", real(f"{UK}.json"))
    assert figures(run("import_grants", real(f"{UK}.xlsx"))) == [783, 322, 1, 322, 322, 0, 0, 644, 0, []]


def test_recipients_numbers_are_suggested_and_eight_stand_on_several_names(run, real):
    for changes in ([880, 0, 0], [0, 0, 880]):
        report = run("import_organisations", real(RECIPIENTS))
        assert figures(report) == [880, 880, 0, 0, 0, *changes, 718, []]
        assert report["reviews"] == {"number_conflict": 8}
    assert Review.objects.filter(reason="number_conflict").count() == 8
    assert Organisation.objects.filter(registry_state="suggested").count() == 718
    assert not Organisation.objects.filter(registry_state="verified").exists()


def test_public_bodies_are_first_sector_with_verified_numbers(run, real):
    for changes in ([1542, 0, 0], [0, 0, 1542]):
        assert figures(run("import_organisations", real(BODIES))) == [1542, 1542, 0, 0, 0, *changes, 0, []]
    states = Organisation.objects.values_list("sector", "registry_state").distinct()
    assert list(states) == [("first", "verified")]
    kinds = dict(Organisation.objects.values_list("kind").annotate(Count("id")).order_by())
    assert kinds == {"ministry": 659, "authority": 316, "public_body": 567}


@pytest.mark.parametrize("order", [(SUPPORT, RECIPIENTS, BODIES), (BODIES, RECIPIENTS, SUPPORT)])
def test_all_files_one_after_the_other_and_again_change_nothing_more(run, real, order):
    def import_all():
        return [run("import_grants" if path == SUPPORT else "import_organisations", real(path)) for path in order]

    import_all()
    before = list(Organisation.objects.order_by("id").values())
    assert [(report["created"], report["updated"]) for report in import_all()] == [(0, 0)] * 3
    assert list(Organisation.objects.order_by("id").values()) == before


def test_our_schema_and_the_published_one_agree_on_the_real_grants_and_on_bad_ones(real):
    published = json.loads(Path(real("reference/360-giving-schema.json")).read_text("utf-8"))
    validator = Draft202012Validator(published, format_checker=FormatChecker())
    grants = json.loads(Path(real(f"{UK}.json")).read_text("utf-8"))["grants"]
    assert all(validator.is_valid(one) for one in grants)
    assert all(VALIDATOR.is_valid(one) for one in grants)
    for more, _field in BAD_GRANTS:
        one = grant(1, **more)
        assert VALIDATOR.is_valid(one) or not validator.is_valid(one), more


def test_every_currency_of_ours_is_one_of_the_published(real):
    published = json.loads(Path(real("reference/360-giving-schema.json")).read_text("utf-8"))
    assert set(VALIDATOR.schema["properties"]["currency"]["enum"]) <= set(published["$defs"]["currency"]["enum"])
