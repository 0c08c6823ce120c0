"""The whole site on a page."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
