"""The whole site on a page."""

from django.urls import include, path

urlpatterns = [
    path("", include("spaces.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
