"""Signing in and out. Of the library's pages only these: there are no passwords, and nobody signs up by themselves."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

from members.views.sign_in import AskForCode

by_invitation = login_not_required(TemplateView.as_view(template_name="account/signup_closed.html"))

urlpatterns = [
    # The library knows the page that asks for a code by two names.
    path("login/", AskForCode.as_view(), name="account_login"),
    path("login/", AskForCode.as_view(), name="account_request_login_code"),
    path("login/code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("by-invitation/", by_invitation, name="account_signup"),
]
