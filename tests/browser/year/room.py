"""What is said in the peers' room, what one of them releases, and who leaves with their files."""

from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from spaces.actions import post
from spaces.models import File, Post
from spaces.models.room import Room
from tests.browser.acting import fill, press, send
from tests.browser.year.cast import AVI, DANA, FROM_THE_MINISTRY, POST, REPLY, RUTH, SECRET, TAMAR, TO_RELEASE
from tests.browser.year.story import a_person

PDF = {"name": f"{SECRET}מיפוי.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 the map"}


def avi_shares_a_file(year):
    page = year.phone(AVI)
    page.goto(f"{year.mine}/room/new/")
    fill(page, text=POST)
    page.locator("input[type=file]").set_input_files(PDF)
    year.picture(page, "saying-something")
    press(page, "form .main")
    said = Post.objects.get()
    page = year.phone(DANA)
    send(page, f"/my/posts/{said.pk}/", text=REPLY)
    year.picture(page, "thread")
    for address, text in ((TAMAR, f"מצרפת את מה שיש אצלנו: {SECRET}הקובץ"), (AVI, TO_RELEASE)):
        post.say(year.space, by=a_person(address), room=Room.PEERS, text=text, files=files_of(address))
    page.goto(f"{year.mine}/room/")
    year.picture(page, "peers-room")


def files_of(address):
    return [SimpleUploadedFile(f"{SECRET}אופק.pdf", b"%PDF-1.7 ours")] if address == TAMAR else []


def avi_releases_one_thing(year):
    said = Post.objects.get(text=TO_RELEASE)
    page = year.phone(AVI)
    page.goto(f"/my/posts/{said.pk}/release/")
    year.picture(page, "releasing")
    press(page, "form .main")
    page.goto(f"{year.mine}/as/")
    year.picture(page, "see-it-as-others")
    page.goto(f"{year.mine}/as/m{year.place(RUTH).pk}/room/")
    year.picture(page, "as-the-ministry-sees-the-room")
    shown = page.locator("main article").all_inner_texts()
    assert [TO_RELEASE in text for text in shown] == [True]


def the_ministry_says_something(year):
    page = year.phone(RUTH)
    page.goto(f"{year.mine}/room/new/")
    year.picture(page, "ministry-says-something")
    fill(page, text=FROM_THE_MINISTRY)
    press(page, "form .main")
    year.picture(page, "room-of-the-whole")


def tamar_leaves_with_her_files(year):
    page = year.phone(TAMAR)
    page.goto(f"{year.mine}/leave/")
    year.picture(page, "leaving")
    fill(page, words="nameless")
    taken = page.context.request.get(f"/my/places/{year.place(TAMAR).pk}/files/").body()
    assert ZipFile(BytesIO(taken)).namelist() == [f"001-{SECRET}אופק.pdf"]
    press(page, "form .danger")
    year.picture(page, "home-after-leaving")
    assert list(File.objects.values_list("owner__person__email", flat=True)) == [AVI]
    assert Post.objects.get(text__contains="הקובץ").author is None
