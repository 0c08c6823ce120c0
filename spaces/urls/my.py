"""The members' pages."""

from django.urls import path

from spaces.views import my

urlpatterns = [
    path("", my.home, name="my"),
    path("spaces/<int:pk>/", my.space, name="my_space"),
    path("spaces/<int:pk>/propose/", my.propose, name="propose"),
    path("spaces/<int:pk>/leave/", my.leave, name="leave"),
    path("documents/<int:pk>/", my.sign, name="sign"),
    path("decisions/<int:pk>/", my.decision, name="decision"),
    path("data/", my.data, name="my_data"),
    path("data/copy/", my.copy, name="my_copy"),
]
