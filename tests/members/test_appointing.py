import pytest
from django.core.management import CommandError, call_command

from members.models import Person

pytestmark = pytest.mark.django_db


def rights(address):
    return Person.objects.values_list("name", "is_facilitator", "is_staff").get(email=address)


def test_the_first_facilitator_is_made_by_a_command():
    call_command("facilitator", "Noa@World.example", name="Noa Barak")
    assert rights("noa@world.example") == ("Noa Barak", True, False)


def test_an_account_that_is_there_keeps_its_name_and_its_rights():
    call_command("facilitator", "noa@world.example", name="Noa Barak", operator=True)
    call_command("facilitator", "noa@world.example")
    assert rights("noa@world.example") == ("Noa Barak", True, True)


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="not a mail address"):
        call_command("facilitator", "noa")
