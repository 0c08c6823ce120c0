from rest_framework.negotiation import BaseContentNegotiation


class JsonOnly(BaseContentNegotiation):
    """Every answer is JSON, whatever is asked for."""

    def select_parser(self, request, parsers):
        return next((one for one in parsers if plain(request.content_type) == one.media_type), None)

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


def plain(content_type):
    return (content_type or "").partition(";")[0].strip().lower()
