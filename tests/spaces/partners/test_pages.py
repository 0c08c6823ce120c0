import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spaces.actions import grant as grants
from spaces.actions import partner as actions
from spaces.actions.space import move_space
from spaces.models import Grant, Partner, PartnerKey, Sharing
from spaces.states import Stage
from tests import world as w
from tests.spaces.partners.calling import program_of, token_of, with_token

pytestmark = pytest.mark.django_db


def at(name, *keys):
    return reverse(f"spaces:{name}", args=keys)


def shown(client, person, name, *keys):
    client.force_login(person)
    response = client.get(at(name, *keys))
    assert response.status_code == 200
    return response.content.decode()


def posted(client, person, data, name, *keys):
    client.force_login(person)
    return client.post(at(name, *keys), data)


ABOUT = {
    "name": "Umbrella CRM", "use": "crm", "scopes": ["spaces:read", "map:read"],
    "contacts": "tal@world.example\nnew@x.example", "networks": "203.0.113.0/24\n\n2001:db8::/32",
    "calls_per_minute": "60", "is_active": "on",
}  # fmt: skip


# The operator


def test_an_operator_makes_a_system_and_its_contacts_get_an_account(client):
    answer = posted(client, w.an_operator(), ABOUT, "partner_new")
    made = Partner.objects.get()
    assert answer.url == at("partner", made.pk)
    assert (made.networks, made.calls_per_minute) == (["203.0.113.0/24", "2001:db8::/32"], 60)
    assert sorted(made.contacts.values_list("email", flat=True)) == ["new@x.example", "tal@world.example"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"networks": "everywhere"}, {"networks": "203.0.113.7/24"}, {"contacts": "tal"}, {"contacts": ""},
        {"contacts": "\n".join(f"p{n}@x.example" for n in range(21))},
        {"contacts": f"tal@{'long.' * 35}example"}, {"scopes": []}, {"scopes": ["spaces:fly"]},
        {"use": "x"}, {"name": ""}, {"calls_per_minute": "0"}, {"calls_per_minute": "x"}, {"name": "EVALUATION"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(client, wrong):
    w.a_partner("Evaluation")
    answer = posted(client, w.an_operator(), ABOUT | wrong, "partner_new")
    assert (answer.status_code, Partner.objects.count()) == (200, 1)
    assert list(answer.context["form"].errors) == (["__all__"] if wrong.get("name") else list(wrong))


def test_an_operator_changes_a_system_and_it_holds_from_the_next_call(client):
    crm = w.a_partner()
    program = program_of(crm)
    posted(client, w.an_operator(), {**ABOUT, "is_active": ""}, "partner_edit", crm.pk)
    assert program.get("spaces/")[0] == 401
    assert "may not connect" in shown(client, w.an_operator(), "partner", crm.pk)


def test_an_operator_ends_keys_and_makes_none(client):
    crm = w.a_partner()
    key = w.a_key(crm)[0]
    assert posted(client, w.an_operator(), {"others": "keep"}, "partner_key_new", crm.pk).status_code == 403
    assert posted(client, w.an_operator(), {}, "partner_key_end", key.pk).status_code == 302
    assert not PartnerKey.objects.live().exists()


# The contact person


def test_the_secret_of_a_key_is_shown_once_and_works(client):
    crm = w.a_partner()
    answer = posted(client, w.a_person("tal"), {"others": "keep"}, "partner_key_new", crm.pk)
    secret = dict(answer.context["credentials"])["client_secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    key = PartnerKey.objects.get()
    assert with_token(token_of(key, secret)).get("spaces/")[0] == 200
    assert secret not in shown(client, w.a_person("tal"), "partner", crm.pk)


@pytest.mark.parametrize(("choice", "days"), [("1", 1), ("7", 7), ("30", 30), ("keep", None)])
def test_a_new_key_lets_the_others_end_in_a_while(client, choice, days):
    crm = w.a_partner()
    old = w.a_key(crm)[0]
    posted(client, w.a_person("tal"), {"others": choice}, "partner_key_new", crm.pk)
    old.refresh_from_db()
    new = crm.keys.latest("pk")
    assert (old.until and (old.until - new.since).days + 1, new.until) == (days, None)


def test_there_are_no_more_than_five_keys_at_a_time(client):
    crm = w.a_partner()
    for _number in range(5):
        w.a_key(crm)
    answer = posted(client, w.a_person("tal"), {"others": "keep"}, "partner_key_new", crm.pk)
    assert (answer.status_code, crm.keys.count()) == (200, 5)
    assert "already" in answer.content.decode()


def test_the_page_lists_the_calls_without_their_values(client):
    space = w.consolidated()
    crm = w.a_partner()
    w.granted(crm, space)
    program = program_of(crm)
    program.get(f"spaces/{space.pk}/?q=secret")
    program.get("spaces/999999/")
    page = shown(client, w.a_person("tal"), "partner_calls", crm.pk)
    assert [f"{one.method} {one.route} {one.status}" for one in crm.calls.order_by("pk")] == [
        "POST api/v1/token 200", "GET api/v1/spaces/<int:pk>/ 200", "GET api/v1/spaces/<int:pk>/ 404",
    ]  # fmt: skip
    assert "GET /api/v1/spaces/{id}/" in page
    assert "secret" not in page
    assert "999999" not in page


def test_whoever_answers_for_a_system_finds_it_where_they_come_in(client):
    crm = w.a_partner()
    assert at("partner", crm.pk) in shown(client, w.a_person("tal"), "my")
    assert at("partner", crm.pk) not in shown(client, w.a_person("dana"), "my")


def test_the_pages_of_a_system_lead_to_the_pages_of_the_api(client):
    crm, tal = w.a_partner(), w.a_person("tal")
    assert at("api") in shown(client, tal, "partners")
    assert at("api") in shown(client, tal, "partner", crm.pk)
    assert at("api_first_steps") in posted(client, tal, {"others": "keep"}, "partner_key_new", crm.pk).text
    assert at("api") in shown(client, w.noa(), "desk")


def test_somebody_elses_system_is_not_there(client):
    crm = w.a_partner(contacts=("dana",))
    client.force_login(w.a_person("tal"))
    assert client.get(at("partner", crm.pk)).status_code == 404
    assert client.get(at("partners")).status_code == 404


def test_a_space_is_named_to_the_contact_only_where_it_lets_its_name_be_read(client):
    crm, space = (
        w.a_partner(),
        w.a_space("Named"),
    )
    other = w.a_space("Unnamed")
    w.granted(crm, space, "spaces:read")
    w.granted(crm, other, "pulse:read")
    page = shown(client, w.a_person("tal"), "partner_spaces", crm.pk)
    assert ("Named" in page, "Unnamed" in page, f"Space {other.pk}" in page) == (True, False, True)


# The space


def test_the_facilitator_lets_a_system_in_and_out(client):
    space, crm = w.consolidated(), w.a_partner()
    assert "Umbrella CRM" in shown(client, w.noa(), "desk_partners", space.pk)
    answer = posted(client, w.noa(), {"scopes": ["spaces:read", "memberships:read"]}, "grant", space.pk, crm.pk)
    assert answer.url == at("desk_partners", space.pk)
    granted = Grant.objects.live().get()
    assert (granted.scopes, granted.by) == (["memberships:read", "spaces:read"], w.noa())
    posted(client, w.noa(), {}, "grant_end", granted.pk)
    assert not Grant.objects.live().exists()
    assert "Were let in before" in shown(client, w.noa(), "desk_partners", space.pk)


@pytest.mark.parametrize("scopes", [[], ["map:read"], ["spaces:fly"], ["pulse:read"]])
def test_a_facilitator_grants_only_what_is_offered(client, scopes):
    space, crm = w.consolidated(), w.a_partner(scopes=("spaces:read", "map:read"))
    assert posted(client, w.noa(), {"scopes": scopes}, "grant", space.pk, crm.pk).status_code == 200
    assert not Grant.objects.exists()


def test_a_closed_space_says_that_it_lets_nobody_in(client):
    space, crm = w.consolidated(), w.a_partner()
    move_space(space, Stage.CLOSED, by=w.noa())
    answer = posted(client, w.noa(), {"scopes": ["spaces:read"]}, "grant", space.pk, crm.pk)
    assert (answer.status_code, Grant.objects.count()) == (200, 0)
    assert "closed" in answer.content.decode()


# The members


def test_every_member_reads_which_systems_may_what(client):
    space = w.cross_sector()
    w.granted(w.a_partner(), space, "spaces:read", "pulse:read")
    for person in (w.a_person("avi"), w.ruth_joined(space).person, w.noa()):
        page = shown(client, person, "my_partners", space.pk)
        assert ("Umbrella CRM" in page, "reads the pulse" in page, "Noa Barak" in page) == (True, True, True)
        assert "Umbrella CRM" in shown(client, person, "my_space", space.pk)


def test_a_member_chooses_and_takes_back(client):
    space = w.consolidated()
    granted = w.granted(w.a_partner(), space, "memberships:read")
    field = f"g{granted.pk}-what"
    for chosen in (["name", "email"], []):
        posted(client, w.a_person("avi"), {field: chosen}, "share", granted.pk)
        assert sorted(Sharing.objects.get().what) == sorted(chosen)


@pytest.mark.parametrize("chosen", [["meetings"], ["phone"], ["name", "x"]])
def test_a_member_chooses_only_what_is_offered(client, chosen):
    granted = w.granted(w.a_partner(), w.consolidated(), "memberships:read")
    posted(client, w.a_person("avi"), {f"g{granted.pk}-what": chosen}, "share", granted.pk)
    assert not Sharing.objects.exists()


def test_after_it_ended_the_choice_is_refused_with_its_reason(client):
    space = w.consolidated()
    granted = w.granted(w.a_partner(), space, "memberships:read")
    grants.end_grant(granted, by=w.noa())
    answer = posted(client, w.a_person("avi"), {f"g{granted.pk}-what": ["name"]}, "share", granted.pk)
    assert answer.status_code == 409


def test_the_pages_cost_the_same_with_1_and_with_3_systems(client):
    space, costs = w.consolidated(), []
    for names in (["A"], ["B", "C"]):
        for name in names:
            w.granted(w.a_partner(name), space, "memberships:read")
        for person, page in ((w.noa(), "desk_partners"), (w.a_person("avi"), "my_partners")):
            client.force_login(person)
            with CaptureQueriesContext(connection) as captured:
                client.get(at(page, space.pk))
            costs.append(len(captured))
    assert costs[:2] == costs[2:]


def test_old_calls_and_tokens_are_forgotten():
    crm = w.a_partner()
    program_of(crm).get("spaces/")
    actions.forget_old()
    assert crm.calls.count() == 2
    crm.calls.update(at="2020-01-01T00:00Z")
    crm.keys.get().tokens.update(until="2020-01-01T00:00Z")
    actions.forget_old()
    assert (crm.calls.count(), crm.keys.get().tokens.count()) == (0, 0)
