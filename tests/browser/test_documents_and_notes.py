"""Documents, notes and words, as a guide meets them: by clicking, in Danish, on a phone and at a desk."""

import re

import pytest
from playwright.sync_api import expect

from cases.models import Document, Note
from cases.notes import actions
from tests.browser.conftest import follow, settled
from tests.helpers import factories, naughty_files

pytestmark = pytest.mark.usefixtures("begun_at")


@pytest.fixture
def sigrid(guide):
    return factories.make_case(guide, first_name="Sigrid", last_name="Holm")


def test_several_documents_with_progress_then_a_look_and_a_mistake_taken_back(
    page, live_server, sign_in, guide, sigrid, accessible, complaints
):
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{sigrid.pk}/")
    follow(page.get_by_role("link", name="Læg dokumenter på"))
    page.get_by_label("Filer").set_input_files(
        [
            {"name": "tegning.svg", "mimeType": "image/svg+xml", "buffer": b"<svg onload='alert(1)'/>"},
            {"name": "udtalelse.pdf", "mimeType": "application/pdf", "buffer": factories.pdf("Om Sigrid")},
        ]
    )
    page.get_by_role("button", name="Læg på").or_(page.get_by_role("button", name="Tilføj")).click()
    told = page.locator("#sending li")
    expect(told.nth(0)).to_contain_text("Filen er ikke en pdf")
    expect(told.nth(0)).to_be_focused()
    expect(told.nth(0)).to_be_in_viewport(ratio=1)
    expect(told.nth(1)).to_contain_text("er lagt på")
    accessible()
    page.get_by_label("Filer").set_input_files(
        {"name": "klassefoto.jpg", "mimeType": "image/jpeg", "buffer": naughty_files.photograph()}
    )
    page.get_by_role("button", name="Læg på").or_(page.get_by_role("button", name="Tilføj")).click()
    page.wait_for_url(f"**/sager/{sigrid.pk}/dokumenter/")
    expect(page.locator("#messages")).to_contain_text("1 dokument er lagt på sagen")
    expect(page.locator(".rows li")).to_have_count(2)
    accessible()
    follow(page.get_by_role("link", name="udtalelse", exact=True))
    leaf = page.get_by_role("img", name="Side 1")
    expect(leaf).to_be_visible()
    assert leaf.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    accessible()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent").click()
    assert re.fullmatch(r"udtalelse-[0-9a-f]{8}\.pdf", fetched.value.suggested_filename)
    page.get_by_text("Træk dokumentet tilbage").click()
    page.get_by_label("Hvorfor trækkes det tilbage?").fill("Handler om en anden")
    follow(page.get_by_role("button", name="Træk tilbage"))
    expect(page.locator(".rows li")).to_have_count(1)
    assert Document.objects.filter(withdrawn_at=None).get().title == "klassefoto"
    # The browser tells of the refused file's 422 itself.
    assert [line for line in complaints if "422" not in line] == []


def test_a_note_by_its_template_names_a_colleague_who_finds_it(
    page, live_server, sign_in, guide, colleague, sigrid, accessible, complaints
):
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{sigrid.pk}/")
    page.get_by_role("link", name="Skriv notat").click()
    box = page.get_by_label("Hvad skete der?")
    expect(box).to_be_focused()
    settled(page)
    page.get_by_label("Slags").select_option(label="Møde")
    expect(box).to_have_value(
        "Til stede:\nHvad vi talte om:\nHvad vi aftalte, og hvem der gør det:\nNæste gang:"
    )
    page.get_by_label("Slags").select_option(label="Udeblev")  # untouched: another template takes its place
    expect(box).to_have_value(re.compile("^Aftalen var:"))
    box.fill("Sigrid kom ikke")
    page.get_by_label("Slags").select_option(label="Møde")  # written in: nothing is put over it
    expect(box).to_have_value("Sigrid kom ikke")
    page.get_by_role("button", name="Indsæt skabelonen").click()
    expect(box).to_have_value(re.compile("^Sigrid kom ikke\n\nTil stede:"))
    page.get_by_text("Nævn en kollega").first.click()
    page.get_by_label("Kim Kollega").check()
    accessible()
    follow(page.get_by_role("button", name="Gem notat"))
    expect(page.locator(".timeline")).to_contain_text("@KKO")
    assert Note.objects.get(case=sigrid).kind == "meeting"
    sign_in(colleague)
    page.goto(f"{live_server.url}/min-dag/")
    row = page.locator(".rows li", has_text="Sigrid Holm")
    expect(row).to_contain_text("Nævnt i et notat af Gitte Guide")
    follow(row.get_by_role("link", name="Åbn med et formål"))
    page.wait_for_url(f"**/sager/{sigrid.pk}/formaal/**")
    assert complaints == []


def test_pin_the_one_thing_and_find_a_word_again(
    page, live_server, sign_in, guide, sigrid, accessible, complaints
):
    actions.add_note(sigrid, by=guide, text="Vil gerne besøge ungdomsuddannelserne <b>snart</b>")
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{sigrid.pk}/")
    follow(page.get_by_role("link", name="Skriv det vigtigste øverst på sagen"))
    page.get_by_label("Hvis du kun læser én ting").fill("Ring efter kl. 12")
    expect(page.locator("#draft-told")).to_contain_text("Kladde gemt")
    follow(page.get_by_role("button", name="Vis øverst på sagen"))
    expect(page.locator(".pinned")).to_contain_text("Ring efter kl. 12")
    accessible()
    page.goto(f"{live_server.url}/soeg/")
    follow(page.get_by_role("link", name="Søg i notater"))
    page.get_by_label("Ord").fill("uddannelse")
    page.get_by_role("search").get_by_role("button", name="Søg").click()
    found = page.locator("a.found")
    expect(found.locator("mark")).to_have_text("uddannelse")
    expect(found).to_contain_text("<b>snart</b>")
    accessible()
    assert "uddannelse" not in page.url
    follow(found)
    page.wait_for_url(f"**/sager/{sigrid.pk}/notater/#note-*")
    accessible()
    assert complaints == []
