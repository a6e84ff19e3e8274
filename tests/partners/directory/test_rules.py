"""CVR numbers, and which rows look like one organisation."""

import pytest

from partners.directory.rules import (
    Fingerprint,
    Reason,
    candidates,
    clean_cvr,
    likeness,
    name_words,
    pairs,
    phone_digits,
    web_domain,
)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("71359646", "71359646"),
        (" 71 35 96 46 ", "71359646"),
        ("DK-71359646", "71359646"),
        ("CVR 71.35.96.46", "71359646"),
        ("CVR: 71359646", "71359646"),
        ("", ""),
        (None, ""),
    ],
)
def test_cvr_is_read_as_people_write_it(text, digits):
    assert clean_cvr(text) == digits


@pytest.mark.parametrize("text", ["45964753", "7135964", "713596460", "01359646", "abcdefgh", "7135964x"])
def test_wrong_cvr_is_refused(text):
    with pytest.raises(ValueError):
        clean_cvr(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("20 12 34 56", "20123456"),
        ("+45 20123456", "20123456"),
        ("0045 20 12 34 56", "20123456"),
        ("112", ""),
    ],
)
def test_phone_digits(text, digits):
    assert phone_digits(text) == digits


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.FGU-nord.dk/om-os?x=1", "fgu-nord.dk"),
        ("mette@fgu-nord.dk", "fgu-nord.dk"),
        ("fgu-nord.dk", "fgu-nord.dk"),
        ("mette@gmail.com", ""),
        ("kontakt0@eksempel.dk", ""),
        ("", ""),
        ("intet", ""),
    ],
)
def test_web_domain(text, domain):
    assert web_domain(text) == domain


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tømrermester B. Ågård ApS", "tømrermester b Ågård aps."),
        ("Café Kajkanten I/S", "cafe kajkanten"),
        ("Café Kajkanten", "Cafékajkanten"),
        ("Familieafdelingen", "familieafdelingen "),
        ("Odden Auto & Søn A/S", "Odden Auto og Søn"),
        ("Nordkraft A.M.B.A.", "Nordkraft"),
    ],
)
def test_company_form_and_case_do_not_change_a_name(a, b):
    assert "".join(name_words(a)) == "".join(name_words(b))


def test_a_name_of_nothing_but_a_form_is_kept():
    assert name_words("A/S") != ()


def like(a, b, **both):
    return likeness(Fingerprint.of(a, pk=1, **both), Fingerprint.of(b, pk=2, **both))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jobcentret – ungeteam", "Jobcentret"),
        ("Erhvervsskolen Vestkysten", "Erhvervskolen Vestkysten"),
        ("Højby Håndbold", "Højby Håndblod"),
        ("Havne Plejen Nord", "Havneplejn Nord"),
        ("Natteravnene", "Natteravnene Nykøbing"),
    ],
)
def test_similar_names_are_likely(a, b):
    found = like(a, b)
    assert found.likely and found.reasons == (Reason.SIMILAR_NAME,)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("FGU Nordsjælland", "FGU Nordvestsjælland"),
        ("Kirkens Korshær Nykøbing", "Kirkens Korshær Holbæk"),
        ("Odden Skole", "Højby Skole"),
        ("FGU Skole 1", "FGU Skole 2"),
        ("FGU Nordkysten", "UU Nordkysten"),
        ("Erhvervsskolen Vestkysten", "Erhvervsskolen Østkysten"),
        ("PPR", "SSP"),
        ("A", "B"),
        ("", ""),
    ],
)
def test_two_places_are_not_one(a, b):
    assert not like(a, b).likely


def test_same_cvr_is_likely_whatever_the_name():
    found = like("Egnsteatret", "Odsherred Teater", cvr="52399807")
    assert found.likely and found.reasons[0] == Reason.SAME_CVR


def test_different_cvr_speaks_against_a_similar_name():
    a = Fingerprint.of("Bager Østergaard", pk=1, cvr="95238025")
    b = Fingerprint.of("Bager Østergaard Holbæk", pk=2, cvr="52399807")
    assert not likeness(a, b).likely


def test_same_name_counts_even_with_different_cvr():
    a = Fingerprint.of("Bager Østergaard", pk=1, cvr="95238025")
    assert likeness(a, Fingerprint.of("bager østergaard", pk=2, cvr="52399807")).likely


def test_departments_share_cvr_switchboard_and_domain_of_the_municipality():
    shared = {"internal": True, "cvr": "52399807", "phones": ["59 66 66 66"], "webs": ["odsherred.dk"]}
    assert not like("Familieafdelingen", "Socialpsykiatrien", **shared).likely


def test_same_phone_is_likely_between_externals_only_with_a_real_number():
    assert like("Egnsteatret", "Kulturhuset", phones=["59 66 66 66"]).likely
    assert not like("Egnsteatret", "Kulturhuset", phones=["112"]).likely


def test_same_mailbox_is_likely_and_same_domain_alone_is_not():
    a = Fingerprint.of("Egnsteatret", pk=1, emails=["post@teater.dk"])
    assert likeness(a, Fingerprint.of("Scenen", pk=2, emails=["POST@teater.dk "])).likely
    assert not likeness(a, Fingerprint.of("Scenen", pk=2, emails=["anna@teater.dk"])).likely


def test_candidates_leave_out_the_partner_itself_and_put_the_likest_first():
    me = Fingerprint.of("Egnsteatret", pk=1, cvr="52399807")
    same = Fingerprint.of("Egnsteatret", pk=2, cvr="52399807")
    near = Fingerprint.of("Egnsteatret Odsherred", pk=3)
    other = Fingerprint.of("PPR", pk=4)
    assert [found.pk for found, _ in candidates(me, [other, near, me, same])] == [2, 3]


def test_pairs_finds_what_comparing_every_pair_finds():
    names = [
        "Egnsteatret",
        "egnsteatret",
        "Egnsteatret Odsherred",
        "PPR",
        "Natteravnene",
        "Nateravnene",
        "SSP",
    ]
    known = [Fingerprint.of(name, pk=pk) for pk, name in enumerate(names)]
    every = {(a.pk, b.pk) for a in known for b in known if a.pk < b.pk and likeness(a, b).likely}
    assert {(a.pk, b.pk) for a, b, _ in pairs(known)} == every
    assert len(pairs(known)) == len(every) == 4
