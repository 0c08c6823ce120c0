"""The admin: for those who run the installation, to read only."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from spaces.models import Decision, Invitation, Need, Response, Signature, Suppression
from tests import world as w

pytestmark = pytest.mark.django_db

OURS = {model: shown for model, shown in admin.site._registry.items() if model._meta.app_label == "spaces"}


@pytest.fixture
def request_of_an_operator():
    request = RequestFactory().get("/")
    request.user = w.a_person("operator", is_staff=True, is_superuser=True)
    return request


@pytest.mark.parametrize("model", OURS)
def test_nothing_is_added_changed_or_deleted(request_of_an_operator, model):
    shown = OURS[model]
    assert shown.get_model_perms(request_of_an_operator) == {
        "add": False, "change": False, "delete": False, "view": True,
    }  # fmt: skip


def test_nobody_but_an_operator_sees_anything(request_of_an_operator):
    request_of_an_operator.user = w.noa()
    assert {shown.has_view_permission(request_of_an_operator) for shown in OURS.values()} == {False}


@pytest.mark.parametrize("model", [Decision, Response, Need, Signature])
def test_what_the_group_says_is_not_there(model):
    assert model not in OURS


SAID = {
    "text", "html", "subject", "note", "reason", "answer_words", "decline_reason", "purpose", "leadership", "readiness",
    "nonce", "token_hash",
}  # fmt: skip


@pytest.mark.parametrize(
    "model", [model for model in OURS if model is not Suppression]
)  # its reason is one of three fixed ones
def test_no_field_holds_words_answers_or_secrets(model):
    assert not SAID & {*OURS[model].fields, *OURS[model].list_display}


def test_a_candidate_under_debate_is_not_listed(request_of_an_operator):
    space = w.consolidated()
    w.candidate(space)
    listed = OURS[Invitation].get_queryset(request_of_an_operator)
    assert set(listed.values_list("kind", flat=True)) == {"peer"}
    assert listed.count() == 3


PAGES = [reverse("admin:index"), *(reverse(f"admin:spaces_{model._meta.model_name}_changelist") for model in OURS)]


@pytest.mark.parametrize("page", PAGES)
def test_the_admin_is_entered_with_a_code_and_is_not_there_for_others(client, page):
    answers = [client.get(page, follow=True).redirect_chain[-1][0].partition("?")[0]]
    for person in (w.noa(), w.a_person("operator", is_staff=True)):
        client.force_login(person)
        answers.append(client.get(page, follow=True).status_code)
    assert answers == [reverse("account_login"), 404, 200]
