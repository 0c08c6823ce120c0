"""The whole site on a page."""

from django.urls import include, path

from impact_spaces.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz, {"oldest_due_seconds": lambda: None}),
    path("", include("spaces.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
