"""Mails that go out together: the plan before, progress, pause and stop."""

from django.urls import path

from spaces.views import mailing, operator

urlpatterns = [
    path("operator/", operator.operator, name="operator"),
    path("operator/lift/", operator.operator_lift, name="operator_lift"),
    path("desk/mailings/", mailing.mailings, name="all_mailings"),
    path("desk/spaces/<int:pk>/mailings/", mailing.mailings, name="mailings"),
    path("desk/mailings/<int:pk>/", mailing.mailing, name="mailing"),
    path("desk/mailings/<int:pk>/progress/", mailing.mailing_progress, name="mailing_progress"),
    path("desk/mailings/<int:pk>/<slug:verb>/", mailing.mailing_do, name="mailing_do"),
]
