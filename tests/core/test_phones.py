"""Phone numbers are kept bare and shown the way Danes read them."""

from types import SimpleNamespace

import pytest

from core.fields import PhoneField
from core.phones import call_link, clean_phone, show_phone
from core.templatetags.phones import breakable, phone
from core.versions import VersionedForm


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("20123456", "20123456"),
        (" 2012 3456 ", "20123456"),
        ("+45 20-12-34-56", "20123456"),
        ("0045 20123456", "20123456"),
        ("1813", "1813"),
        ("+46 8 123 456 78", "+46812345678"),
        ("", ""),
        (None, ""),
    ],
)
def test_kept(text, kept):
    assert clean_phone(text) == kept


@pytest.mark.parametrize("text", ["2012345", "201234567", "ring til Mette", "12", "+45 2012345"])
def test_refused(text):
    with pytest.raises(ValueError):
        clean_phone(text)


@pytest.mark.parametrize(
    ("kept", "shown", "link"),
    [
        ("20123456", "20 12 34 56", "tel:+4520123456"),
        ("20 12 34 56", "20 12 34 56", "tel:+4520123456"),
        ("1813", "1813", "tel:1813"),
        ("+46812345678", "+46812345678", "tel:+46812345678"),
        ("", "", "tel:"),
    ],
)
def test_shown(kept, shown, link):
    assert show_phone(kept) == shown
    assert call_link(kept) == link


def test_what_somebody_typed_is_escaped_in_the_link():
    assert phone("") == ""
    assert phone("<b>") == '<a class="nowrap" href="tel:">&lt;b&gt;</a>'


def test_addresses_break_after_their_signs_and_stay_escaped():
    assert breakable("https://a.dk/") == "a.<wbr>dk"
    assert breakable("m@a-b.dk") == "m@<wbr>a-<wbr>b.<wbr>dk"
    assert "<script" not in breakable("https://<script>.dk")


def test_two_numbers_that_were_saved_at_once_are_compared_as_danes_read_them():
    form = SimpleNamespace(fields={"phone": PhoneField()}, unseen=())
    assert VersionedForm.in_words(form, "phone", "20304050") == "20 30 40 50"
