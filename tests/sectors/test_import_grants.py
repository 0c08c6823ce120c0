from decimal import Decimal

import pytest
from django.db.models import Sum

from sectors.models import Organisation, Place, Record, Tie

from .made import csv_text, grant, package, support, workbook

TITLES_360 = (
    "Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "Recipient Org:Identifier",
    "Recipient Org:Name", "Funding Org:Identifier", "Funding Org:Name",
)  # fmt: skip


def as_cells(one):
    giver, receiver = one["fundingOrganization"][0], one["recipientOrganization"][0]
    told = [one[field] for field in ("id", "title", "description", "currency", "amountAwarded", "awardDate")]
    return [*told, receiver["id"], receiver["name"], giver["id"], giver["name"]]


def figures(report):
    return [report[name] for name in ("rows", "organisations", "funders", "recipients", "ties", "created", "updated")]


SUPPORT = csv_text(
    support("עמותת הגשר", "משרד החינוך", allocated="1000", paid="400"),
    support("עמותת הגשר", "משרד החינוך", allocated="200", paid="0"),
    support("עמותת הגשר", "משרד הבריאות", code="2400", allocated="50", paid="50"),
    support("קרן אור", "משרד החינוך", allocated="1,234.50", paid=""),
)


def test_support_becomes_organisations_ties_and_records(run, file):
    report = run("import_grants", file(SUPPORT))
    assert figures(report) == [4, 4, 2, 2, 3, 7, 0]
    assert (report["allocated"], report["paid"], report["rejected"]) == (2484.5, 450, [])
    sectors = Organisation.objects.order_by("id").values_list("name_he", "sector", "kind")
    assert list(sectors) == [
        ("משרד החינוך", "first", "ministry"),
        ("עמותת הגשר", "third", "social"),
        ("משרד הבריאות", "first", "ministry"),
        ("קרן אור", "third", "foundation"),
    ]
    record = Record.objects.get(allocated="1234.50")
    assert (record.period, record.currency, record.paid, record.title) == ("2019", "ILS", None, "מרכזים")
    assert record.source == "Israel, government support (tmichot)"


def test_rows_of_the_same_funder_recipient_and_code_add_up(run, file):
    run("import_grants", file(SUPPORT))
    tie = Tie.objects.get(giver__name_he="משרד החינוך", receiver__name_he="עמותת הגשר", kind="funds")
    assert tie.records.aggregate(Sum("allocated"))["allocated__sum"] == Decimal(1200)


def test_two_lines_that_say_quite_the_same_are_two_payments(run, file):
    path = file(csv_text(support(), support()))
    assert run("import_grants", path)["allocated"] == 2000
    assert run("import_grants", path)["updated"] == 0
    assert Record.objects.count() == 2


def test_a_second_import_changes_nothing(run, file):
    path = file(SUPPORT)
    run("import_grants", path)
    report = run("import_grants", path)
    assert [report[name] for name in ("created", "updated", "unchanged")] == [0, 0, 7]


def test_a_corrected_amount_updates_its_tie_alone(run, file):
    run("import_grants", file(SUPPORT))
    report = run("import_grants", file(SUPPORT.replace(",200,0", ",250,0")))
    assert [report[name] for name in ("created", "updated", "unchanged")] == [0, 1, 6]
    assert Record.objects.count() == 4


def test_a_new_line_for_a_known_pair_updates_the_tie(run, file):
    run("import_grants", file(SUPPORT))
    report = run("import_grants", file(SUPPORT + csv_text(support("קרן אור", year="2020"))))
    assert [report[name] for name in ("created", "updated", "unchanged")] == [0, 1, 6]


def test_a_dry_run_counts_and_writes_nothing(run, file):
    report = run("import_grants", file(SUPPORT), "--dry-run")
    assert figures(report) == [4, 4, 2, 2, 3, 7, 0]
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("encode", [
    lambda text: text.encode("windows-1255"),
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: text.replace("\r\n", "\n").encode(),
    lambda text: text.replace("1,234.50", "1234.50").replace('"', "").replace(",", ";").encode(),
])  # fmt: skip
def test_the_encoding_line_ends_and_separator_make_no_difference(run, file, encode):
    assert figures(run("import_grants", file(encode(SUPPORT)))) == [4, 4, 2, 2, 3, 7, 0]
    assert Organisation.objects.filter(name_he="עמותת הגשר").count() == 1


def test_support_in_a_workbook_with_numbers_as_numbers_is_the_same(run, file):
    run("import_grants", file(csv_text(support(code="0490", budget="04510401"))))
    row = support(code=490, budget=4510401, year=2019, allocated=1000, paid=400)
    assert run("import_grants", file(workbook([row]), "file.xlsx"))["unchanged"] == 3


def test_a_line_of_titles_is_no_row(run, file):
    titles = ["שנה", "קוד", "משרד", "תקנה", "מוטב", "סוג", "שם", "מספר", "הוקצה", "שולם"]
    report = run("import_grants", file(csv_text(titles, support())))
    assert (report["rows"], report["rejected"]) == (1, [])


def test_a_municipality_that_is_supported_is_first_sector_and_a_company_elsewhere_second(run, file):
    run("import_grants", file(csv_text(
        support("עירית רעננה"), support('מפעלי הגליל בע"מ', kind="תמיכה במפעלים"), support("מפעלי תרבות בעמ"),
    )))  # fmt: skip
    receivers = Organisation.objects.filter(ties_in__isnull=False).order_by("id").values_list("sector", "kind")
    assert list(receivers) == [("first", "authority"), ("second", "business"), ("third", "social")]


def test_a_line_break_within_a_name_becomes_a_blank(run, file):
    report = run("import_grants", file(csv_text(support("עמותת\nהגשר"), support("בית חם"))))
    assert report["rows"] == 2
    assert Organisation.objects.filter(name_he="עמותת הגשר").exists()


GRANTS = [
    grant(1),
    grant(2, awardDate="2023-05-01T00:00:00+00:00", amountAwarded=2500.75),
    grant(3, recipientOrganization=[{"id": "GB-CHC-9000003", "name": "Second Chances"}]),
]


def test_grants_by_the_standard_become_ties(run, file):
    report = run("import_grants", file(package(*GRANTS), "file.json"))
    assert figures(report) == [3, 3, 1, 2, 2, 5, 0]
    assert report["allocated"] == 4500.75
    record = Record.objects.get(source_key="360G-made-2")
    assert (record.source, record.period, record.currency, str(record.awarded_on)) == (
        "360Giving",
        "2023",
        "GBP",
        "2023-05-01",
    )
    giver = Organisation.objects.get(identifiers__value="GB-CHC-9000002")
    assert (giver.name_en, giver.sector, giver.kind) == ("The Invented Foundation", "third", "foundation")


def test_the_same_grants_in_a_workbook_or_as_csv_change_nothing(run, file):
    run("import_grants", file(package(*GRANTS), "file.json"))
    rows = [TITLES_360, *map(as_cells, GRANTS)]
    about = [["Meta"], ["Published by us"]]
    for path in (file(workbook(about, rows), "file.xlsx"), file(csv_text(*rows))):
        report = run("import_grants", path)
        assert [report[name] for name in ("rows", "created", "updated", "unchanged")] == [3, 0, 0, 5]


def test_an_id_keeps_an_organisation_together_under_its_names(run, file):
    renamed = grant(2, recipientOrganization=[{"id": "GB-CHC-9000001", "name": "Bridges Reborn"}])
    report = run("import_grants", file(package(grant(1), renamed), "file.json"))
    assert report["recipients"] == 1
    assert Organisation.objects.get(identifiers__value="GB-CHC-9000001").names == ["Made Up Bridges", "Bridges Reborn"]


def test_one_name_under_two_ids_is_two_organisations_offered_as_one(run, file):
    other = grant(2, recipientOrganization=[{"id": "GB-CHC-9000009", "name": "Made Up Bridges"}])
    report = run("import_grants", file(package(grant(1), other), "file.json"))
    assert (report["recipients"], report["reviews"]) == (2, {"maybe_same": 1})


def test_a_grant_to_the_funder_itself_is_kept_and_noted(run, file):
    itself = [{"id": "GB-CHC-9000002", "name": "The Invented Foundation"}]
    report = run("import_grants", file(package(grant(1, recipientOrganization=itself)), "file.json"))
    assert (report["ties"], report["allocated"], report["rejected"]) == (1, 1000, [])


def test_older_titles_of_the_standard_are_read_too(run, file):
    older = [title.replace(":", ":0:") for title in TITLES_360]
    assert figures(run("import_grants", file(csv_text(older, as_cells(grant(1)))))) == [1, 2, 1, 1, 1, 3, 0]


def test_a_city_is_a_place_in_its_own_language(run, file):
    placed = [{"id": "GB-CHC-9000001", "name": "Made Up Bridges", "addressLocality": "Leeds"}]
    for _ in range(2):
        run("import_grants", file(package(grant(1, recipientOrganization=placed)), "file.json"))
    assert [(place.name_he, place.name_en) for place in Place.objects.all()] == [("", "Leeds")]


BAD_GRANTS = [
    ({"currency": "gbp"}, "currency"),
    ({"currency": "ZZZ"}, "currency"),
    ({"currency": None}, "currency"),
    ({"amountAwarded": "1000"}, "amountAwarded"),
    ({"amountAwarded": True}, "amountAwarded"),
    ({"amountAwarded": 10**30}, "amountAwarded"),
    ({"awardDate": "01/03/2024"}, "awardDate"),
    ({"awardDate": "2024-02-31"}, "awardDate"),
    ({"awardDate": "2024-03-01T10:00"}, "awardDate"),
    ({"awardDate": None}, "awardDate"),
    ({"id": ""}, "id"),
    ({"id": 7}, "id"),
    ({"id": "x" * 300}, "id"),
    ({"title": "a\0b"}, "title"),
    ({"title": "\ud800"}, "title"),
    ({"recipientOrganization": []}, "recipientOrganization"),
    ({"recipientOrganization": [{"id": "GB-CHC-1"}]}, "recipientOrganization/0/name"),
    ({"recipientOrganization": [{"id": "GB-CHC-1", "name": " "}]}, "recipientOrganization/0/name"),
    ({"recipientOrganization": [{"id": "GB-CHC-1", "name": "n" * 251}]}, "recipientOrganization/0/name"),
    ({"recipientOrganization": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]}, "recipientOrganization"),
    ({"fundingOrganization": "The Invented Foundation"}, "fundingOrganization"),
]


@pytest.mark.parametrize(("bad", "field"), BAD_GRANTS)
def test_a_grant_that_breaks_the_standard_is_left_out_by_name(run, file, bad, field):
    report = run("import_grants", file(package(grant(1, **bad), grant(2)), "file.json"))
    assert [(entry["line"], entry["field"]) for entry in report["rejected"]] == [(1, field)]
    assert report["rejected"][0]["what"]
    assert (report["rows"], report["ties"]) == (2, 1)


def test_what_is_missing_is_named(run, file):
    whole = grant(1)
    del whole["awardDate"]
    report = run("import_grants", file(package(whole, "no grant", None, 7), "file.json"))
    assert [entry["field"] for entry in report["rejected"]] == ["awardDate", "row", "row", "row"]


def test_a_grant_to_a_person_is_not_kept(run, file):
    to_a_person = grant(1, recipientIndividual={"id": "x", "name": "Somebody"})
    del to_a_person["recipientOrganization"]
    report = run("import_grants", file(package(to_a_person), "file.json"))
    assert [entry["field"] for entry in report["rejected"]] == ["recipientIndividual"]
    assert not Organisation.objects.exists()


def test_a_grant_that_stands_twice_counts_once(run, file):
    report = run("import_grants", file(package(grant(1), grant(1)), "file.json"))
    assert (report["allocated"], report["rejected"]) == (
        1000,
        [{"line": 2, "field": "id", "what": "the same stands on line 1 already"}],
    )


BAD_SUPPORT = [
    (support()[:9], "row"),
    ([*support(), "more"], "row"),
    (support(year="שנה"), "year"),
    (support(code="x"), "ministry_code"),
    (support(" "), "recipient"),
    (support("-"), "recipient"),
    (support("א" * 251), "recipient"),
    (support(ministry=""), "ministry"),
    (support(allocated="הרבה"), "allocated"),
    (support(allocated="1e30"), "allocated"),
    (support(allocated="NaN"), "allocated"),
    (support(paid="Infinity"), "paid"),
    (support("בית\0חם"), "5"),
]


@pytest.mark.parametrize(("row", "field"), BAD_SUPPORT)
def test_a_bad_line_of_support_is_left_out_by_line_and_field(run, file, row, field):
    report = run("import_grants", file(csv_text(support(), row, support("בית חם"))))
    assert [(entry["line"], entry["field"]) for entry in report["rejected"]] == [(2, field)]
    assert (report["rows"], report["ties"]) == (3, 2)


@pytest.mark.parametrize(("text", "value"), [("(300)", -300), ("-300", -300), ("₪ 1,500", 1500), ("", 0), ("0", 0)])
def test_amounts_are_read_as_people_write_them(run, file, text, value):
    report = run("import_grants", file(csv_text(support(allocated=text))))
    assert (report["allocated"], report["rejected"]) == (value, [])
