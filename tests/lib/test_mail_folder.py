"""Mails as files: whoever looks at any moment finds whole mails only."""

from threading import Thread

from django.core.mail import EmailMessage

from impact_spaces.lib.mail import FolderBackend


def test_a_reader_never_meets_half_a_mail(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    mails = [EmailMessage("Subject", "text\n" * 500, to=["dana@world.example"]) for _ in range(300)]
    writer = Thread(target=FolderBackend().send_messages, args=[mails])
    writer.start()
    seen = []
    while writer.is_alive():
        seen += [path.read_bytes().count(b"text\n") == 500 for path in tmp_path.glob("*.eml")]
    writer.join()
    assert (set(seen) - {True}, len(list(tmp_path.iterdir()))) == (set(), 300)
