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
        ("dk71359646", "71359646"),
        ("  cvr - 71 359 646", "71359646"),
        ("   ", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_cvr_is_read_as_people_write_it(text, digits):
    assert clean_cvr(text) == digits


@pytest.mark.parametrize(
    "text", ["45964753", "7135964", "713596460", "01359646", "abcdefgh", "7135964x", "no 71359646"]
)
def test_wrong_cvr_is_refused(text):
    with pytest.raises(ValueError, match="not a CVR number"):
        clean_cvr(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("20 12 34 56", "20123456"),
        ("+45 20123456", "20123456"),
        ("0045 20 12 34 56", "20123456"),
        ("+46 8 123 456 78", "46812345678"),
        ("45 67 89 01", "45678901"),  # a Danish number may well begin with 45
        ("4567890123", "67890123"),
        ("3012345678", "3012345678"),
        ("45123456789", "45123456789"),
        ("1234567", ""),
        ("112", ""),
        (None, ""),
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
        (None, ""),
        (" Fgu-Nord.dk. ", "fgu-nord.dk"),
        ("ftp://fgu-nord.dk:8080", "fgu-nord.dk"),
        ("fgu-nord.dk#kontakt", "fgu-nord.dk"),
        ("fgu-nord.dk?side=www.andet.dk", "fgu-nord.dk"),
        ("http://mette@fgu-nord.dk/mette", "fgu-nord.dk"),
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


@pytest.mark.parametrize(
    "form",
    [
        "A/S",
        "AS",
        "ApS",
        "I/S",
        "K/S",
        "KS",
        "P/S",
        "PS",
        "IVS",
        "amba",
        "smba",
        "fmba",
        "G/S",
        "A / S",
        "k /s",
    ]
    + ["a.m.b.a.", "A. m. b. a", "AmbA", "Enkeltmandsvirksomhed", "Holding"],
)
def test_the_legal_form_is_no_part_of_a_name(form):
    assert name_words(f"Bager {form}") == ("bager",)


@pytest.mark.parametrize("word", ["og", "the", "den", "det", "de", "i", "på", "af", "for", "ved", "v"])
def test_small_words_are_no_part_of_a_name(word):
    assert name_words(f"Bager {word} Havnen") == ("bager", "havnen")


@pytest.mark.parametrize(
    "host",
    ["gmail.com", "hotmail.com", "hotmail.dk", "outlook.com", "outlook.dk", "live.dk", "live.com", "yahoo.dk"]
    + ["yahoo.com", "icloud.com", "me.com", "mail.dk", "jubii.dk", "stofanet.dk", "tdcadsl.dk", "webspeed.dk"]
    + ["facebook.com", "instagram.com", "eksempel.dk", "example.com", "example.dk", "example.org"],
)
def test_where_anybody_may_have_a_mailbox_it_says_nothing(host):
    assert web_domain(f"post@{host}") == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("A/S", ("a", "s")),  # of nothing but a form
        ("Den", ("den",)),
        ("Café Åen, afd. 2/3", ("cafe", "aaen", "afd", "2", "3")),
        ("Samba", ("samba",)),
        ("Pia/Steen", ("pia", "steen")),
        ("", ()),
        (None, ()),
    ],
)
def test_the_words_that_carry_a_name(name, words):
    assert name_words(name) == words


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
        ("Natteravnene", "Natteravnene Nykøbing Havn"),
        ("Havne", "Havna"),  # one slip in five letters
        ("Havnegaard", "Havmegaart"),  # two in ten
        ("PPR", "PPR Odden"),
        ("PPR Nord", "Nord PPR Odden"),
        ("Hav nen", "Havnem"),
        ("Sko 12", "Sko 12 Odden"),
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
        ("Natteravnene", "Natteravnene Nykøbing Havn Vest"),
        ("Havn", "Havm"),  # one slip in four letters may be another word
        ("Havnegade", "Havmegate"),  # two in nine
        ("Havnegaard", "Havmegaats"),  # three in ten
        ("Havne Havne", "Havne Vest"),  # a word answers for one word only
        ("XY", "XY Odden"),  # two letters say too little
        ("Ho Hus", "Hohuse"),
        ("Hohuse", "Ho Hus"),
        ("Skolen 1", "Skolen 2 Nord"),
        ("Havnen", ""),
        ("", "Havnen"),
        ("A", "B"),
        ("", ""),
    ],
)
def test_two_places_are_not_one(a, b):
    assert not like(a, b).likely


ONE, OTHER = "Egnsteatret", "Kulturhuset"
CVR, MAIL, PHONE, WEB = (
    {"cvr": "52399807"},
    {"emails": ["post@teater.dk"]},
    {"phones": ["59 66 66 66"]},
    {"webs": ["teater.dk"]},
)


@pytest.mark.parametrize(
    ("a", "b", "shared", "score", "within"),
    [
        (ONE, ONE, {}, 90, 90),
        (ONE, "Egnsteatret Odden", {}, 50, 50),
        (ONE, OTHER, CVR, 60, 0),
        (ONE, OTHER, MAIL, 60, 20),
        (ONE, OTHER, PHONE, 50, 20),
        (ONE, OTHER, WEB, 20, 0),
        (ONE, OTHER, MAIL | WEB, 60, 20),
        (ONE, OTHER, PHONE | WEB, 70, 20),
        (ONE, ONE, CVR | MAIL | PHONE, 260, 130),
        (ONE, OTHER, {}, 0, 0),
    ],
)
def test_how_much_each_likeness_weighs_between_strangers_and_within_the_municipality(
    a, b, shared, score, within
):
    def scored(first, second):
        found = likeness(
            Fingerprint.of(a, pk=1, internal=first, **shared),
            Fingerprint.of(b, pk=2, internal=second, **shared),
        )
        assert found.likely is (found.score >= 50)
        return found.score

    assert (scored(False, False), scored(True, True)) == (score, within)
    assert scored(True, False) == scored(False, True) == score


def test_to_have_each_their_own_says_nothing():
    a = Fingerprint.of(ONE, emails=["a@teater.dk"], phones=["59 66 66 66"], webs=["scene.dk"])
    b = Fingerprint.of(OTHER, emails=["b@kultur.dk"], phones=["59 66 66 67"], webs=["hus.dk"])
    assert likeness(a, b).score == likeness(a, Fingerprint.of(OTHER)).score == 0


def test_the_strongest_reason_is_told_first_and_what_weighs_nothing_is_not_told():
    assert like(ONE, OTHER, **PHONE, **CVR).reasons == (Reason.SAME_CVR, Reason.SAME_PHONE)
    assert like(ONE, OTHER, **WEB, **PHONE).reasons == (Reason.SAME_PHONE, Reason.SAME_DOMAIN)
    assert like(ONE, ONE, **CVR, **WEB, internal=True).reasons == (Reason.SAME_NAME,)


@pytest.mark.parametrize(
    ("cvr", "other", "score"),
    [
        ("52399807", "95238025", 60),
        ("52399807", "", 90),
        ("", "95238025", 90),
        ("DK 52399807", "52 39 98 07", 150),
    ],
)
def test_another_cvr_speaks_against_and_none_says_nothing(cvr, other, score):
    a, b = (Fingerprint.of(ONE, pk=pk, cvr=number) for pk, number in ((1, cvr), (2, other)))
    assert likeness(a, b).score == likeness(b, a).score == score


def test_nothing_is_less_alike_than_not_at_all():
    a, b = Fingerprint.of(ONE, cvr="52399807"), Fingerprint.of(OTHER, cvr="95238025")
    assert likeness(a, b).score == 0


def test_of_a_partner_without_any_address_only_the_name_tells():
    bare = Fingerprint.of("Bager & Søn")
    assert bare == Fingerprint(None, ("bager", "soen"), False, "", frozenset(), frozenset(), frozenset())
    assert Fingerprint.of("Bager & Søn", cvr=None, phones=["112", ""], emails=["", None], webs=[""]) == bare


def test_mailboxes_and_pages_both_tell_the_domain():
    found = Fingerprint.of(
        ONE, pk=7, internal=True, phones=["+45 20123456"], emails=[" Post@Teater.DK "], webs=["www.scene.dk"]
    )
    assert (found.pk, found.internal) == (7, True)
    assert found.emails == {"post@teater.dk"} and found.domains == {"teater.dk", "scene.dk"}
    assert found.phones == {"20123456"}


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
    assert [found.score for _, found in candidates(me, [other, near, me, same])] == [150, 50]


def test_two_that_are_not_kept_yet_are_two():
    """Rows of a list have no number: none of them is the partner that is asked about."""
    new, rows = Fingerprint.of(ONE), [Fingerprint.of(ONE), Fingerprint.of(OTHER)]
    assert [found for found, _ in candidates(new, rows)] == rows[:1]


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


@pytest.mark.parametrize("shared", [CVR, MAIL, PHONE], ids=["cvr", "mailbox", "phone"])
def test_two_that_share_nothing_of_their_names_are_a_pair_too(shared):
    known = [Fingerprint.of(name, pk=pk, **shared) for pk, name in enumerate((ONE, OTHER, "PPR"))]
    known.append(Fingerprint.of("SSP", pk=9))
    assert [(a.pk, b.pk) for a, b, _ in pairs(known)] == [(0, 1), (0, 2), (1, 2)]


def test_a_pair_that_was_found_by_its_name_hides_no_other_that_shares_the_phone():
    known = [Fingerprint.of(name, pk=pk, **PHONE) for pk, name in enumerate((ONE, OTHER, ONE))]
    assert {(a.pk, b.pk) for a, b, _ in pairs(known)} == {(0, 1), (0, 2), (1, 2)}


def test_a_name_written_in_one_word_is_filed_beside_the_same_in_two():
    assert len(pairs([Fingerprint.of("Ho Hus", pk=1), Fingerprint.of("Hohus", pk=2)])) == 1


def test_the_likest_pair_comes_first():
    known = [Fingerprint.of(ONE, pk=1), Fingerprint.of("Egnsteatret Odden", pk=2), Fingerprint.of(ONE, pk=3)]
    assert [(a.pk, b.pk, alike.score) for a, b, alike in pairs(known)] == [(1, 3, 90), (1, 2, 50), (2, 3, 50)]
