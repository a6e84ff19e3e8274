"""What was touched, sealed for others, or does not fit is refused, and nothing is written."""

import json
from random import Random

import pytest

from exchange.bundle import sealing
from exchange.installations import actions as installations_actions
from exchange.models import KnownInstallation
from exchange.receiving import actions as receiving_actions
from tests.helpers.bundles import HERE, THERE, THIRD, gone, refused, sealed, travelled

# What it writes it writes through the actions of every other test; `test_whole_case` moves a case on each engine.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_newer_format_is_told_apart_from_a_damaged_one(there, told):
    data = sealed(told).replace(b"KUI-FLYTTEPAKKE 2", b"KUI-FLYTTEPAKKE 3", 1)
    assert refused(data, there) == "newer"


def test_any_byte_changed_is_refused(guide, there):
    data, _said = travelled(guide)
    head = data.index(b"\n", data.index(b"\n") + 1) + 1
    places = [*range(head + 40), *Random(7).sample(range(head, len(data)), 120), len(data) - 1]
    for place in places:
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        assert refused(bytes(flipped), there) in {
            "kind",
            "broken",
            "newer",
            "stranger",
            "not_for_us",
            "tampered",
        }


@pytest.mark.parametrize("length", [0, 1, 16, 40, 150, 400, -1])
def test_a_part_of_it_is_refused(guide, there, length):
    data, _said = travelled(guide)
    refused(data[:length] if length else b"", there)


def test_more_than_it_is_refused(guide, there, monkeypatch):
    data, _said = travelled(guide)
    assert refused(data + b"x", there) == "tampered"
    monkeypatch.setattr(sealing, "LARGEST", len(data) - 1)
    assert refused(data, there) == "size"


def test_others_bundles_are_refused(guide, there):
    parts = {"sag.json": b"{}"}
    assert refused(sealing.seal(parts, secrets=THIRD, to=THERE.card("")), there) == "stranger"
    assert refused(sealing.seal(parts, secrets=HERE, to=THIRD.card("")), there) == "not_for_us"
    # sealed for us by a stranger who writes a known sender's name on it
    forged = sealing.seal(parts, secrets=THIRD, to=THERE.card(""))
    forged = forged.replace(THIRD.card("").fingerprint.encode(), HERE.card("").fingerprint.encode())
    assert refused(forged, there) == "tampered"
    # opened by its rightful recipient and sealed again for us: the sender's signature does not fit
    parts = sealing.open_sealed(
        sealing.seal(parts, secrets=HERE, to=THIRD.card("")), secrets=THIRD, sender=HERE.card("")
    )
    assert refused(sealing.seal(parts, secrets=THIRD, to=THERE.card("")), there) == "stranger"
    row = KnownInstallation.objects.get()
    installations_actions.distrust(row, by=there)
    assert refused(sealing.seal(parts, secrets=HERE, to=THERE.card("")), there) == "stranger"


def _without(name):
    return lambda said: said.pop(name)


def _set(path, value):
    def change(said):
        for step in path[:-1]:
            said = said[step]
        said[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_set(["schema"], 0), "older"),
        (_set(["schema"], 4), "newer"),
        (_set(["schema"], "2"), "newer"),
        (_without("schema"), "broken"),
        (_without("notes"), "broken"),
        (_set(["person", "birth_date"], "31-12-2008"), "broken"),
        (_set(["person", "birth_date"], None), "broken"),
        (_set(["person", "birth_date"], "2999-01-01"), "broken"),
        (_set(["person", "cpr"], "123"), "broken"),
        (_set(["person", "custody"], "x"), "broken"),
        (_set(["activities", 0, "from_on"], "2999-01-01"), "broken"),
        (_set(["plan", "milestones", 0, "status"], "reached"), "broken"),
        (_set(["plan", "milestones", 0, "start_on"], "2999-01-01"), "broken"),
        (_set(["plan", "milestones", 0, "status"], "cannot_yet"), "broken"),
        (_set(["plan", "milestones", 0, "cannot_because"], "Venter"), "broken"),
        (_set(["plan", "goals", 0, "status"], "removed"), "broken"),
        (_set(["plan", "goals", 0, "status"], "reached"), "broken"),
        (_set(["plan", "goals", 0, "moves", 0, "new_status"], "removed"), "broken"),
        (_set(["outcomes", 0, "ended_on"], "1999-01-01"), "broken"),
        (_set(["person", "first_name"], "A" * 81), "broken"),
        (_set(["person", "first_name"], "A\x00"), "broken"),
        (_set(["activities", 0, "activity"], "x"), "broken"),
        (_set(["activities", 0, "hours_per_week"], -3), "broken"),
        (_set(["activities", 0, "until_on"], "1999-01-01"), "broken"),
        (_set(["plan", "milestones", 0, "status"], "x"), "broken"),
        (_set(["plan", "milestones", 0, "goal"], 7), "broken"),
        (_set(["notes", 0, "kind"], "x"), "broken"),
        (_set(["notes", 0, "text"], {"a": 1}), "broken"),
        (_set(["guardians"], "x"), "broken"),
        (_set(["case", "shielded"], "no"), "broken"),
        (_set(["consents", 0, "basis"], "x"), "broken"),
        (_set(["consents", 0, "from_on"], None), "broken"),
        (_set(["partners", 0, "from_on"], "soon"), "broken"),
        (_set(["history", 0, "kind"], "x"), "broken"),
        (_set(["history", 0, "from_on"], None), "broken"),
        (_set(["summary", "text"], 7), "broken"),
        (_set(["documents", 0, "title"], ""), "broken"),
        (_set(["documents", 0, "title"], "x" * 161), "broken"),
        (_set(["documents", 0, "kind"], "x"), "broken"),
        (_set(["documents", 0, "confidential"], "x"), "broken"),
        (_set(["documents", 0, "received_on"], "2999-01-01"), "broken"),
        (_set(["documents", 0, "sha256"], "0" * 64), "broken"),
        (_set(["documents", 0, "part"], "dokument-7"), "broken"),
        (lambda said: said["documents"].pop(), "broken"),
    ],
)
def test_what_does_not_fit_our_rows_is_refused(guide, there, change, code):
    _data, said = travelled(guide)
    said |= {
        "bundle": "1",
        "from": {"unit": "Her", "installation": "Her"},
        "basis": {"kind": "law", "text": "§"},
    }
    said = json.loads(sealing.canonical(said))
    with gone():
        receiving_actions.open_bundle(sealed(said), unit=there.unit, by=there)
    change(said)
    assert refused(sealed(said), there) == code
