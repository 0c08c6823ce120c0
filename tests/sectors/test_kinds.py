import pytest

from sectors.kinds import judge

from .made import number

HEBREW = [
    ("משרד החינוך", "first", "ministry"),
    ("המשרד לקליטת עליה", "first", "ministry"),
    ("רוהמ", "first", "ministry"),
    ("האוצר-זכויות ניצולי השואה", "first", "ministry"),
    ("עירית רעננה", "first", "authority"),
    ("עיריית תל אביב - יפו", "first", "authority"),
    ("מ. מ. שעב", "first", "authority"),
    ("המועצה האזורית משגב", "first", "authority"),
    ("מועצה דתית צפת", "first", "public_body"),
    ("קרן אור", "third", "foundation"),
    ("קרן אור (ער)", "third", "foundation"),
    ("הקרן למען הנוער", "third", "foundation"),
    ("עמותת חוגי סיירות של הקרן", "third", "social"),
    ("בית ספר על שם קרן כהן", "third", "social"),
    ("הקדש כהן", "third", "endowment"),
    ("הרשות לקליטה בחיפה (ער)", "third", "association"),
    ("מועצת תנועות הנוער", "third", "social"),
    ("משרד הקסם (ע~ר)", "third", "association"),
    ("תיאטרון הגליל בעמ (חלצ)", "third", "benefit_company"),
    ("תיאטרון הגליל בעמ", "third", "social"),
    ("אוניברסיטת חיפה", "third", "academia"),
]
ENGLISH = [
    ("Ministry of Justice", "", "first", "ministry"),
    ("Department for Education", "GB-GOR-D6", "first", "ministry"),
    ("Birmingham City Council", "GB-LAE-BIR", "first", "authority"),
    ("London Borough of Camden", "", "first", "authority"),
    ("Guy's and St Thomas' NHS Foundation Trust", "GB-NHS-RJ1", "first", "public_body"),
    ("The National Lottery Community Fund", "GB-GOR-PB188", "first", "ministry"),
    ("Refugee Council", "GB-CHC-1014576", "third", "social"),
    ("City of Sanctuary", "GB-CHC-1124921", "third", "social"),
    ("The Boaz Trust", "GB-CHC-1110344", "third", "foundation"),
    ("Legal Education Foundation", "GB-CHC-271297", "third", "foundation"),
    ("University of Oxford", "GB-COH-06402143", "third", "academia"),
    ("Helping Hands CIC", "GB-COH-1", "third", "benefit_company"),
]


@pytest.mark.parametrize(("name", "sector", "kind"), HEBREW)
def test_a_hebrew_name_points_to_sector_and_kind(name, sector, kind):
    assert judge(name) == (sector, kind)


@pytest.mark.parametrize(("name", "identifier", "sector", "kind"), ENGLISH)
def test_an_english_name_and_an_id_point_to_sector_and_kind(name, identifier, sector, kind):
    assert judge(name, identifier=identifier) == (sector, kind)


def test_a_number_of_an_association_outweighs_a_governmental_name():
    assert judge("משרד הקסם", number=number("58", 1)) == ("third", "association")


def test_a_company_number_does_not_make_a_public_benefit_company():
    assert judge("תיאטרון הגליל", number=number("51", 1)) == ("third", "social")


def test_a_company_outside_a_list_of_social_organisations_is_a_business():
    assert judge("מפעלי הגליל בעמ", social=False) == ("second", "business")


def test_whoever_gives_grants_and_is_no_part_of_the_state_is_a_foundation():
    assert judge("Comic Relief", giver=True) == ("third", "foundation")
    assert judge("Ministry of Justice", giver=True) == ("first", "ministry")
