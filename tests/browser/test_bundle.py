"""A young person moves: the guide seals the case with its documents, the other municipality takes it in, asks
anew and finds the partner again, and their receipt closes it here."""

import pytest
from playwright.sync_api import expect

from cases.consents import actions as consents_actions
from cases.guides import actions as guides_actions
from cases.models import Case, Consent
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock
from exchange.bundle import sealing
from exchange.installations.actions import make_key
from exchange.models import InstallationKey, KnownInstallation
from tests.browser.conftest import WIDTHS, follow, look
from tests.helpers import factories


@pytest.mark.paper
def test_a_case_moves_and_the_receipt_comes_back(
    page, live_server, sign_in, guide, admin, tmp_path, accessible, complaints
):
    case = factories.make_case(guide, first_name="Sigrid", last_name="Flytter")
    notes_actions.add_note(case, by=guide, text="Vi talte om at flytte")
    factories.make_document(case, title="Udtalelse fra skolen")
    factories.make_document(case, title="Brev fra lægen", confidential=True)
    partner = factories.PartnerFactory(unit=guide.unit, name="FGU Havnen")
    network_actions.add_participation(case, partner, by=guide, role="Underviser")
    consents_actions.give_consent(
        Consent(
            case=case,
            partner=partner,
            topics=["plan"],
            purpose="Så læreren kender planen",
            expires_on=clock.today(),
        ),
        by=guide,
    )
    there = factories.UserFactory(unit=factories.UnitFactory(), role="leader", name="Ulla Nabo")
    takes_over = factories.UserFactory(unit=there.unit, name="Gry Ny")
    factories.PartnerFactory(unit=there.unit, name="FGU Havnen")
    theirs = sealing.Secrets.new()
    (tmp_path / "kort.json").write_bytes(sealing.write_card(theirs, "Ungeenheden Der"))
    own = make_key("Ungeenheden Her")

    page.set_viewport_size(WIDTHS["phone"])
    sign_in(admin)
    page.goto(f"{live_server.url}/tabeller/kommuner/")
    page.get_by_label("Filen").set_input_files(tmp_path / "kort.json")
    follow(page.get_by_role("button", name="Læs visitkortet"))
    expect(page.get_by_text(sealing.spoken(theirs.card("").fingerprint))).to_be_visible()
    page.get_by_label("Hvem sammenlignede du med over telefonen?").fill("Ulla Nabo, leder")
    page.get_by_label("De læste de samme grupper af tal op").check()
    look(page, accessible)
    follow(page.get_by_role("button", name="De er ens: stol på visitkortet"))
    expect(page.get_by_text("Ungeenheden Der er registreret.")).to_be_visible()

    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/")
    follow(page.get_by_role("link", name="Flytter til en anden kommune"))
    page.get_by_label("Til hvilken kommune").select_option(label="Ungeenheden Der")
    page.get_by_label("Samtykke fra den unge", exact=True).check()
    page.get_by_label("Hvem gav samtykke og hvornår").fill("Sigrid, på mødet i dag")
    expect(page.get_by_label("Vi talte om at flytte")).to_be_checked()
    page.get_by_label("Brev fra lægen").uncheck()
    follow(page.get_by_role("button", name="Forsegl sagen"))
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent den forseglede fil").click()
    fetched.value.save_as(tmp_path / "sag.kui")
    waiting = page.url

    # The other installation, in the same database: their key is ours now, and we are a stranger whom they know.
    mine = own.card
    InstallationKey.objects.all().delete()
    InstallationKey.objects.create(name="Ungeenheden Der", signing=theirs.signing, sealing=theirs.sealing)
    KnownInstallation.objects.create(
        name=mine.name,
        signing_public=mine.signing,
        sealing_public=mine.sealing,
        fingerprint=mine.fingerprint,
        compared_with="Gitte",
        added_by=admin,
    )
    sign_in(there)
    page.goto(f"{live_server.url}/sager/modtag/")
    page.get_by_label("Filen").set_input_files(tmp_path / "sag.kui")
    follow(page.get_by_role("button", name="Åbn filen"))
    expect(page.get_by_role("heading", name="Sigrid Flytter")).to_be_visible()
    expect(page.get_by_text("Udtalelse fra skolen")).to_be_visible()
    follow(page.get_by_role("button", name="Tag sagen ind"))
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent kvitteringen").click()
    fetched.value.save_as(tmp_path / "kvittering.json")
    arrived = Case.objects.get(unit=there.unit)
    assert [document.title for document in arrived.documents.all()] == ["Udtalelse fra skolen"]

    guides_actions.assign(arrived, takes_over, by=there)
    sign_in(takes_over)
    page.goto(f"{live_server.url}/sager/{arrived.pk}/")
    follow(page.get_by_role("region", name="Kom fra Ungeenheden Her").get_by_role("link"))
    follow(page.get_by_role("button", name="Er også med her"))
    expect(page.get_by_text("FGU Havnen deltager nu.")).to_be_visible()
    look(page, accessible)
    follow(page.get_by_role("link", name="Spørg igen"))
    expect(page.get_by_text("Gem først, når Sigrid er spurgt.")).to_be_visible()
    follow(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("Grundlaget er registreret.")).to_be_visible()
    assert arrived.consents.get().partner.unit == there.unit

    sign_in(guide)
    page.goto(waiting)
    page.get_by_label("Filen").set_input_files(tmp_path / "kvittering.json")
    follow(page.get_by_role("button", name="Gem kvitteringen"))
    expect(page.get_by_text("Kvitteringen er gemt.")).to_be_visible()
    case.refresh_from_db()
    assert (case.status, case.close_reason) == ("closed", "moved")
    assert complaints == []
