"""The API's router and the shape of its errors."""

from rest_framework.views import exception_handler


def problem(error, context):
    return exception_handler(error, context)
