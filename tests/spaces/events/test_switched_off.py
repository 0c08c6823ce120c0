"""An endpoint that is switched off: who answers for it hears of it by mail, and nobody else."""

import pytest
from django.utils import timezone

from spaces.actions import webhook
from spaces.actions.delivery import deliver_due
from spaces.actions.loading import known
from spaces.actions.objection import no_longer_true
from spaces.actions.partner import change_partner
from spaces.actions.second_look import objection
from spaces.models import Endpoint, Message
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    return w.a_partner(contacts=("tal", "omer"))


@pytest.fixture
def endpoint(crm):
    return w.an_endpoint(crm, url="https://crm.example/hooks?key=secret")


def objections():
    messages = Message.objects.filter(kind="endpoint_off").order_by("pk")
    return [objection(one, timezone.now()) for one in known(messages, [message.pk for message in messages])]


def test_who_answers_for_it_gets_one_mail_with_its_machine_and_the_page(crm, endpoint, mailoutbox):
    for _time in range(2):
        webhook.switch_off(endpoint, Endpoint.Why.GONE)
    assert deliver_due() == 2
    assert sorted(mail.to[0] for mail in mailoutbox) == ["omer@world.example", "tal@world.example"]
    for mail in mailoutbox:
        assert "crm.example" in mail.body
        assert f"/partner/{crm.pk}/deliveries/" in mail.body
        assert "secret" not in mail.body
        assert "You receive this because you answer for a partner system." in " ".join(mail.body.split())


def test_each_time_that_it_is_switched_off_is_told(endpoint, clock):
    webhook.switch_off(endpoint, Endpoint.Why.GONE)
    clock.shift(60)
    webhook.switch_on(endpoint)
    webhook.switch_off(endpoint, Endpoint.Why.FAILING)
    assert Message.objects.filter(kind="endpoint_off").count() == 4


def test_every_page_of_the_system_says_so_until_it_is_on_again(crm, endpoint, client):
    client.force_login(w.a_person("tal"))
    said = "no webhooks go there"
    pages = [f"/partner/{crm.pk}/{part}" for part in ("", "spaces/", "calls/", "deliveries/")]
    for is_off in (False, True, False):
        (webhook.switch_off(endpoint, Endpoint.Why.GONE) if is_off else webhook.switch_on(endpoint))
        assert [said in client.get(page).text for page in pages] == [is_off] * 4


def test_nobody_gets_it_who_does_not_answer_for_it_any_more(crm, endpoint):
    webhook.switch_off(endpoint, Endpoint.Why.FAILING)
    assert objections() == [None, None]
    change_partner(crm, by=w.an_operator(), contacts=["omer@world.example"])
    assert sorted(objections(), key=bool) == [None, no_longer_true()]


@pytest.mark.parametrize("then", [webhook.switch_on, webhook.remove])
def test_nobody_gets_it_when_it_is_on_again_or_removed(endpoint, then):
    webhook.switch_off(endpoint, Endpoint.Why.FAILING)
    then(endpoint)
    assert objections() == [no_longer_true()] * 2
