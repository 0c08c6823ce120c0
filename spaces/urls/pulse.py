"""The pulse: waves, answering, readings."""

from django.urls import path

from spaces.views import my, pulse, pulse_export, pulse_items

urlpatterns = [
    path("desk/spaces/<int:pk>/pulse/", pulse.desk_pulses, name="desk_pulses"),
    path("desk/spaces/<int:pk>/pulse/new/", pulse.pulse_new, name="pulse_new"),
    path("desk/spaces/<int:pk>/pulse/items/", pulse_items.pulse_items, name="pulse_items"),
    path("desk/spaces/<int:pk>/pulse/readings.csv", pulse_export.pulse_export, name="pulse_export"),
    path("desk/pulse-items/<int:pk>/retire/", pulse_items.pulse_item_retire, name="pulse_item_retire"),
    path("desk/pulses/<int:pk>/extend/", pulse.pulse_extend, name="pulse_extend"),
    path("desk/pulses/<int:pk>/close/", pulse.pulse_close, name="pulse_close"),
    path("desk/pulses/<int:pk>/call-off/", pulse.pulse_call_off, name="pulse_call_off"),
    path("my/spaces/<int:pk>/pulse/", my.my_pulses, name="my_pulses"),
    path("my/pulses/<int:pk>/", my.my_pulse, name="my_pulse"),
]
