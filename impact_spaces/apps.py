from django.contrib.admin.apps import AdminConfig


class OperatorsConfig(AdminConfig):
    default_site = "impact_spaces.admin.Operators"
