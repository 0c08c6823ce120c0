import pytest


@pytest.fixture
def window(browser):
    """Opens a browser page of a width and a scheme; what the browser complained about is in `page.complaints`."""
    contexts = []

    def open_window(width, scheme="light", **more):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", **more
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda line: line.type in ("error", "warning") and page.complaints.append(line.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
