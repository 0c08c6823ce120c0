"""The addresses that the sketch pages may name; the real ones are tested with their pages."""

from django.urls import include, path


def nothing(request):
    raise NotImplementedError


names = ["desk", "outbox", "my"]
urlpatterns = [
    path("spaces/", include(([path(f"{name}/", nothing, name=name) for name in names], "spaces"))),
    path("sectors/", include(([path("organisations/", nothing, name="organisations")], "sectors"))),
    path("members/", include(([path("me/", nothing, name="me")], "members"))),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accessibility/", nothing, name="accessibility"),
    path("privacy/", nothing, name="privacy"),
]
