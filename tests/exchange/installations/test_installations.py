"""The installation's own key and card, and the installations that it trusts."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.bundle import sealing
from exchange.bundle.refusals import NO_KEY
from exchange.installations import actions as installations_actions
from exchange.models import KnownInstallation
from exchange.receiving import actions as receiving_actions
from tests.helpers.bundles import HERE, THERE, install, knows, travelled

# What it writes it writes through the actions of every other test; `test_whole_case` moves a case on each engine.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.once
def test_a_card_is_signed_and_its_fingerprint_can_be_read_aloud():
    text = sealing.write_card(HERE, "Ungeenheden Her")
    card = sealing.read_card(text)
    assert card == HERE.card("Ungeenheden Her")
    groups = sealing.spoken(card.fingerprint).split(" ")
    assert len(groups) == 10 and all(len(group) == 5 and group.isdigit() for group in groups)
    assert sealing.spoken(THERE.card("").fingerprint) != sealing.spoken(card.fingerprint)
    for bad in (
        b"",
        b"{}",
        b"[1]",
        b"\xff",
        text.replace(b"Her", b"Der"),
        text[:-9],
        b"x" * 20_000,
        b"[" * 9_000,
    ):
        with pytest.raises(sealing.Refused):
            sealing.read_card(bad)


def test_one_is_known_once_and_never_oneself(leader):
    install(HERE, "Her")
    knows(THERE, "Der", leader)
    for secrets in (HERE, THERE):
        with pytest.raises(ValidationError):
            knows(secrets, "Igen", leader)


def test_trust_by_clicking(client, admin):
    client.force_login(admin)
    listed = reverse("exchange:installation_list")
    assert str(NO_KEY) in client.get(listed).content.decode()
    install(HERE, "Ungeenheden Her")
    assert sealing.spoken(HERE.card("").fingerprint) in client.get(listed).content.decode()
    assert sealing.read_card(client.get(reverse("exchange:installation_card")).content) == HERE.card(
        "Ungeenheden Her"
    )
    card = sealing.write_card(THERE, "Ungeenheden Der")
    page = client.post(listed, {"file": SimpleUploadedFile("c.json", card)})
    assert sealing.spoken(THERE.card("").fingerprint) in page.content.decode()
    add, said = reverse("exchange:installation_add"), {"card": card.decode(), "compared_with": "Ulla, leder"}
    assert client.post(add, said).status_code == 422, "without having heard the digits"
    assert not KnownInstallation.objects.exists()
    client.post(add, said | {"same": "on"})
    row = KnownInstallation.objects.get()
    assert (row.name, row.added_by, row.card) == ("Ungeenheden Der", admin, THERE.card("Ungeenheden Der"))
    client.post(reverse("exchange:installation_remove", args=[row.pk]))
    assert not KnownInstallation.objects.filter(removed_at=None).exists()


def test_the_key_is_made_by_command_and_an_old_one_still_opens(guide, there, capsys):
    from django.core.management import CommandError, call_command

    data, _said = travelled(guide)
    with pytest.raises(CommandError):
        call_command("make_installation_key", "Ny")
    call_command("make_installation_key", "Ny", "--replace")
    assert sealing.spoken(installations_actions.own_key().card.fingerprint) in capsys.readouterr().out
    assert receiving_actions.open_bundle(data, unit=there.unit, by=there)
