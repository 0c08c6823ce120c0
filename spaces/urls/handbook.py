"""The pages that explain the API, and its description. The API itself: spaces/api/urls.py."""

from django.urls import path

from spaces.api import handbook_views as views

urlpatterns = [
    path("", views.index, name="api"),
    path("first-steps/", views.first_steps, name="api_first_steps"),
    path("openapi.yaml", views.description, {"form": "yaml"}, name="api_yaml"),
    path("openapi.json", views.description, {"form": "json"}, name="api_json"),
    path("<slug:name>/", views.topic, name="api_topic"),
]
