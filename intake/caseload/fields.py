"""What a caseload list may hold: its fields, what units call them, and the words for what young people do."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.models import Activity
from cases.people import rules
from core import clock
from core.spreadsheets.cells import Cell, Tick
from core.spreadsheets.columns import IGNORE, Field, normalise
from core.spreadsheets.parsers import (
    as_text,
    parse_date,
    parse_email,
    parse_phone,
    parse_postal_code,
    split_name,
    split_postal,
)
from core.text import PERSONAL_NUMBER, plain

REMARKS = "remarks"


# A column about somebody else around the young person: kept as a remark, never taken for their own telephone.
OTHERS = frozenset(
    (
        "mor mors far fars foraelder foraeldre foraeldres foraeldrenes vaerge vaerges paaroerende paaroerendes "
        "skole skolens sagsbehandlers vejleders guides ungeguides kontaktpersons plejefamilie plejefamiliens mother "
        "father parent parents"
    ).split()
)


PERSONAL = frozenset(
    (
        "cpr birth_date first_name last_name full_name last_first_name address postal_code city postal_city phone "
        "email"
    ).split()
)


def _is_cpr(cell: Cell) -> bool:
    return bool(PERSONAL_NUMBER.fullmatch(plain(as_text(cell))))


def _parses(parse, accept=lambda value: True):
    def looks_like(cell: Cell) -> bool:
        try:
            return bool(accept(parse(cell)))
        except ValueError:
            return False

    return looks_like


def _is_birth(day: date) -> bool:
    """A date far enough back to be a young person's birth and not the start of a case."""
    return 10 <= clock.today().year - day.year <= 32


def _is_recent(day: date) -> bool:
    return -2 <= clock.today().year - day.year < 10


def _is_comma_name(cell: Cell) -> bool:
    return bool(re.fullmatch(r"[^\d@,]+,[^\d@,]+", as_text(cell))) and all(split_name(cell))


FIELDS = (
    Field(
        "cpr",
        _("CPR number"),
        ("cpr", "cpr nr", "cprnr", "cpr-nummer", "personnummer", "person nr", "civilregistreringsnummer", "cpr no",
         "social security no", "ssn"),
        looks_like=_is_cpr,
    ),
    Field(
        "birth_date",
        _("Date of birth"),
        ("fødselsdato", "fødselsdag", "født", "fødsel", "fødselsd", "f. dato", "dob", "birthday", "born"),
        looks_like=_parses(lambda cell: parse_date(cell, birth=True), _is_birth),
        kinds=(date,),
    ),
    Field(
        "first_name",
        _("First name"),
        ("fornavn", "fornavne", "fornavn(e)", "for- og mellemnavn", "given name", "ungens fornavn", "borgers fornavn"),
        words=True,
    ),
    Field("last_name", _("Last name"), ("efternavn", "efternavne", "surname", "family name", "slægtsnavn"), words=True),
    Field(
        "last_first_name",
        _("Last name, first name"),
        ("efternavn, fornavn", "efternavn fornavn", "efternavn og fornavn", "efternavn/fornavn"),
        looks_like=_is_comma_name,
        words=True,
    ),
    Field(
        "full_name",
        _("Full name"),
        (
            "navn", "name", "fulde navn", "ungens navn", "den unge", "unges navn", "ung", "borger", "borgers navn",
            "fornavn efternavn", "fornavn og efternavn", "for- og efternavn", "navn på ung", "elev", "youth",
        ),
        words=True,
    ),
    Field("preferred_name", _("Wants to be called"), ("kaldenavn", "kaldes", "ønsket navn", "nickname", "called"),
          words=True),
    Field(
        "address",
        _("Address"),
        ("adresse", "vej", "gade", "bopæl", "vejnavn", "gade/vej", "folkeregisteradresse", "street", "bopælsadresse",
         "gadenavn", "gadenavn og nr", "vejnavn og nr", "adr"),
        words=True,
    ),
    Field(
        "postal_code",
        _("Postal code"),
        ("postnr", "post nr", "postnummer", "zip", "zip code", "postal code", "postcode", "pnr"),
        looks_like=_parses(parse_postal_code),
    ),
    Field("city", _("Town"), ("by", "postdistrikt", "bynavn", "city", "town"), words=True),
    Field(
        "postal_city",
        _("Postal code and town"),
        ("postnr og by", "post nr. og by", "postnr by", "postnr/by", "post nr by", "postnummer og by", "zip city"),
        looks_like=_parses(split_postal, all),
    ),
    Field(
        "phone",
        _("Phone"),
        ("telefon", "mobil", "tlf", "tlf nr", "tlf.nr.", "mobilnr", "mobilnummer", "telefonnummer", "telefon nr",
         "mobiltelefon", "mobile", "tel", "phone number", "telefon/mobil", "mobiltlf", "mobil tlf", "tlf/mobil"),
        looks_like=_parses(parse_phone),
    ),
    Field(
        "email",
        _("E-mail"),
        ("e-mail", "mail", "email", "e-post", "mailadresse", "e-mailadresse", "mail adresse"),
        looks_like=_parses(parse_email),
    ),
    Field(
        "address_protected",
        _("Name and address protection"),
        ("navne-/adressebeskyttelse", "navne- og adressebeskyttelse", "adressebeskyttelse", "adressebeskyttet",
         "beskyttet adresse", "hemmelig adresse", "navnebeskyttelse", "beskyttet", "protected address", "adr beskyt",
         "adr beskyttelse", "beskyttet adr", "hemmelig"),
        kinds=(Tick,),
    ),
    Field(
        "guide",
        _("Guide"),
        ("ungeguide", "guide", "vejleder", "kontaktperson", "sagsbehandler", "tovholder", "ansvarlig", "uu-vejleder",
         "mentor", "koordinator", "primær kontaktperson", "ungevejleder", "kui-vejleder", "init", "caseworker"),
    ),
    Field(
        "start_date",
        _("Start date"),
        ("startdato", "start", "opstart", "opstartsdato", "dato for opstart", "sag startet", "sagsstart", "oprettet",
         "oprettet dato", "indskrevet", "indskrivningsdato", "startet", "sag åbnet", "sag oprettet", "henvist dato",
         "visiteret", "visitationsdato", "tilmeldt", "begyndt", "start i kui", "opened on", "åbnet", "åbnet den", "fra",
         "henvist", "henvisningsdato", "dato for henvisning", "modtaget", "started"),
        looks_like=_parses(parse_date, _is_recent),
        kinds=(date,),
    ),
    Field(
        "activity",
        _("What they do now"),
        ("nuværende aktivitet", "aktivitet", "beskæftigelse", "nuværende beskæftigelse", "i gang med", "laver nu",
         "status aktivitet", "forløb", "nuværende forløb", "tilbud", "nuværende tilbud", "activity", "current activity",
         "skole/job", "uddannelse/job", "hvad laver den unge", "laver lige nu", "lige nu", "status nu"),
    ),
    Field(
        "goal",
        _("Goal"),
        ("mål", "målsætning", "destination", "drøm", "plan", "kommende mål", "ønske", "retning", "uddannelsesmål",
         "mål/plan", "goals"),
        words=True,
    ),
    Field("consent", _("Consent"), ("samtykke", "samtykkeerklæring", "samtykke givet", "consent given"),
          kinds=(date, Tick)),
    Field(
        REMARKS,
        _("Remarks"),
        ("bemærkninger", "bemærkning", "note", "noter", "notat", "kommentar", "kommentarer", "andet", "øvrigt",
         "comments", "forældre", "mor", "far", "pårørende", "værge", "skole", "sprog", "obs", "status", "bem",
         "bemærk"),
        many=True,
    ),
    Field(
        IGNORE,
        _("Do not use"),
        ("nr", "løbenr", "løbenummer", "nummer", "id", "række", "alder", "køn", "age", "gender", "antal"),
        many=True,
    ),
)  # fmt: skip


# What stands in "current activity", by the first pattern that fits; the words themselves are kept in the import note.
_ACTIVITIES = (
    (r"^$|ukendt|ved ikke|uoplyst|\?", Activity.UNKNOWN),
    (r"skolevae(g)?ring|skole vaegring|skolefravaer", Activity.NONE),
    (r"fritidsjob|fritids job|efter skole", Activity.SPARE_TIME_JOB),
    (r"10 (kl|klasse)|tiende klasse|10 kl", Activity.TENTH_GRADE),
    (r"\bfgu\b|\bagu\b|\bpgu\b|\begu\b|produktionsskole|forberedende grund", Activity.FGU),
    (r"gymnasi|\bstx\b|\bhhx\b|\bhtx\b|\bhf\b|\beux\b|studenter", Activity.UPPER_SECONDARY),
    (r"\beud\b|grundforloeb|hovedforloeb|erhvervsudd|erhvervsskole|teknisk skole|laereplads|elevplads|laerling"
     r"|\bgf ?[12]\b", Activity.EUD),
    (r"praktik|virksomhedsforl", Activity.INTERNSHIP),
    (r"\bstu\b|hoejskole|vuc|\bavu\b|hojskole|universitet|bachelor|akademi|\bsprogskole|kursus paa",
     Activity.OTHER_EDUCATION),
    (r"barsel|orlov", Activity.LEAVE),
    (r"behandling|indlagt|psykiatri|hospital", Activity.TREATMENT),
    (r"kursus|projekt|forloeb|mentor|ungdomsskole|vaerksted", Activity.COURSE),
    (r"\bjob\b|arbejde|ansat|loennet|fleksjob|ordinaert|vikar", Activity.JOB),
    (r"folkeskole|grundskole|efterskole|skole|\b[6-9] (kl|klasse)", Activity.SCHOOL),
    (r"^ingen|^intet|^nej$|ledig|hjemme|ingenting|ikke i gang", Activity.NONE),
)  # fmt: skip


def read_activity(text: str) -> tuple[str, int | None] | None:
    """The kind of activity and its hours a week, or None for words that nobody knows."""
    words = normalise(text)
    if label := next((kind for kind, name in Activity.choices if words == normalise(str(name))), None):
        return label, None  # as our own lists say it
    hours = re.search(r"(\d{1,2})\s*(?:t|timer|time)\b", words)
    for pattern, activity in _ACTIVITIES:
        if re.search(pattern, words):
            return activity, int(hours[1]) if hours else None
    return None


def read_cpr(text: str) -> tuple[rules.Cpr, bool]:
    """The number, and whether a zero in front was put back: spreadsheets drop it from numbers. Raises rules.BadCpr."""
    if re.fullmatch(r"[0-9]{9}", text := plain(text)):
        try:
            return rules.parse_cpr(f"0{text}"), True
        except rules.BadCpr:
            raise rules.BadCpr("length") from None
    return rules.parse_cpr(text), False
