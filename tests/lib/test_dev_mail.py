"""The mails of a laptop, in a browser."""

import pytest
from django.core.mail import EmailMultiAlternatives

from spaces.actions.space import move_space
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(mail_folder):
    """Write mails with these subjects into the folder, oldest first."""

    def write(*subjects):
        for subject in subjects:
            mail = EmailMultiAlternatives(subject, "See http://127.0.0.1:8000/i/abc/", to=["dana@world.example"])
            mail.attach_alternative("<html><head></head><body><b>שלום</b><script>x</script></body></html>", "text/html")
            mail.send()

    return write


def test_the_newest_mail_comes_first_and_its_link_can_be_followed(client, written):
    written("הזמנה ראשונה", "second")
    page = client.get("/dev/mail/").content.decode()
    assert page.index("second") < page.index("הזמנה ראשונה")
    newest = page.split('href="/dev/mail/')[1].split('"')[0]
    assert '<a href="http://127.0.0.1:8000/i/abc/"' in client.get(f"/dev/mail/{newest}").content.decode()


def test_the_mail_itself_is_shown_in_a_frame_that_runs_no_script(client, written):
    written("hello")
    newest = client.get("/dev/mail/").content.decode().split('href="/dev/mail/')[1].split('"')[0]
    page = client.get(f"/dev/mail/{newest}").content.decode()
    assert 'sandbox="allow-top-navigation-by-user-activation"' in page
    shown = client.get(f"/dev/mail/{newest}html/")
    assert "<b>שלום</b>" in shown.content.decode()
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["1234567890123-00000000", "..%2f..%2fsecret", "x", "1234567890123-0000000g"])
def test_other_files_cannot_be_read(client, mail_folder, name):
    assert client.get(f"/dev/mail/{name}/").status_code == 404


def test_an_empty_folder_says_so(client, mail_folder):
    assert client.get("/dev/mail/").status_code == 200


@pytest.mark.browser
def test_an_invitee_comes_from_the_mail_to_the_page_of_the_link(new_page, mail_folder):
    from spaces.actions.delivery import deliver_due

    invited = w.invited(move_space(w.a_space(), Stage.GATHERING, by=w.noa()), "dana")
    deliver_due()
    page = new_page()
    page.goto("/dev/mail/")
    page.get_by_role("link", name="An invitation from Dana Cohen").click()
    assert page.locator(f'a[href$="/i/{invited.token}/"]').count() == 1
    frame = page.frame_locator("iframe")
    assert frame.get_by_role("link", name="Read the invitation and answer").count() == 1
