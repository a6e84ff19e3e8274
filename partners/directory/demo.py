"""The demo unit's directory: forty partners of the kinds a unit really has, invented down to the last number.

Made through the real actions at past dates. Three of the forty are there twice under slightly other names, as in every
directory that people have kept for years.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.models import Unit, User
from core import clock
from core.text import fold
from partners.categories.models import PartnerCategory, Side
from partners.directory.actions import add_contact, change_contact, change_partner, create_partner
from partners.directory.models import Partner

SEED = 40
FIRST = (
    "Mette Lars Hanne Søren Aisha Jens Birgitte Omar Kirsten Peter Zeynep Morten Lone Henrik Åse Bjarne Fatima Nils"
).split()
LAST = (
    "Krogh Lindholm Ravn Bisgaard Toft Yildiz Skov Nørgaard Møller Hvid Ørum Bach Dalgaard Rahimi Winther Ågren"
).split()
TOWNS = {
    "4500": "Nykøbing Sj.",
    "4550": "Asnæs",
    "4573": "Højby",
    "4560": "Vig",
    "4300": "Holbæk",
    "4400": "Kalundborg",
}
STREETS = ["Algade", "Havnegade", "Stationsvej", "Skolevej", "Industrivej", "Nørregade", "Kirkevej", "Engvej"]

_ROLES = {
    "uu": ["Uddannelsesvejleder", "Teamkoordinator"],
    "employment": ["Jobkonsulent", "Virksomhedskonsulent", "Teamleder"],
    "family": ["Socialrådgiver", "Ungerådgiver", "Teamleder"],
    "social_psychiatry": ["Bostøtte", "Visitator"],
    "substance_treatment": ["Behandler", "Gruppeleder"],
    "lower_secondary": ["Udskolingsleder", "Skolevejleder"],
    "clubs": ["Klubleder", "Klubpædagog"],
    "fgu": ["Vejleder", "Afdelingsleder", "Faglærer"],
    "eud": ["Uddannelsesvejleder", "Mentor", "Praktikkonsulent"],
    "company": ["Mester", "Personaleansvarlig", "Oplæringsansvarlig"],
}
_NOTES = {
    "employment": "Virksomhedspraktik aftales med virksomhedsindgangen. Akut: ring, skriv ikke.",
    "family": "Vagttelefon hverdage 8–15. Uden for åbningstid: den sociale døgnvagt.",
    "social_psychiatry": "Støtte kan gives online. Ventetid er sædvanligvis tre uger.",
    "substance_treatment": "Åben rådgivning tirsdag 15–17 uden aftale. Anonym første samtale.",
    "fgu": "Løbende optag hver anden mandag. Besøgsdag kan aftales med dags varsel.",
    "eud": "GF1 starter i januar og august. Mentorer kan følge den unge de første tre måneder.",
    "company": "Kan tage én i praktik ad gangen. Mødetid kl. 7.",
    "efterskole": "Støtte til egenbetaling søges senest 1. maj.",
}


@dataclass(frozen=True)
class _Row:
    """One partner of the demo."""

    name: str
    category: str
    authority: bool = False
    agreement: str = "none"
    # Days from today to the next evaluation; negative is overdue.
    evaluation: int | None = None
    contacts: int = 1
    left: int = 0


ROWS = (
    _Row("UU Nordkysten", "uu", agreement="written", evaluation=60, contacts=3, left=1),
    _Row("Jobcentret – ungeteam", "employment", True, "written", -12, 3, 1),
    _Row("Familieafdelingen", "family", True, "written", 30, 3, 2),
    _Row("Socialpsykiatrien", "social_psychiatry", True, "oral", 95, 2),
    _Row("Rusmiddelcentret", "substance_treatment", True, "written", 5, 2),
    _Row("Nordkystskolen, udskolingen", "lower_secondary", agreement="oral", evaluation=120, contacts=2),
    _Row("Fjordskolen, udskolingen", "lower_secondary", contacts=1, left=1),
    _Row("Ungdomsklubben Havnen", "clubs", agreement="oral", contacts=2),
    _Row("Fritidsklubben Bakken", "clubs"),
    _Row("PPR Nordkysten", "ppr", agreement="oral", evaluation=200),
    _Row("Ydelsescentret", "benefits", True, contacts=2),
    _Row("SSP Nordkysten", "ssp", agreement="written", evaluation=45),
    _Row("Voksen og Handicap, myndighed", "adult_social", True, "oral", 150, 2),
    _Row("Sundhedsplejen for unge", "health_nurse"),
    _Row("Virksomhedsindgangen", "business_service", agreement="written", evaluation=80, contacts=2),
    _Row("FGU Nordkysten", "fgu", agreement="written", evaluation=14, contacts=3, left=1),
    _Row("FGU Holbæk", "fgu", agreement="written", evaluation=14),
    _Row("Erhvervsskolen Vestkysten", "eud", agreement="written", evaluation=-40, contacts=3, left=1),
    _Row("SOSU Fjorden", "eud", agreement="oral", evaluation=70, contacts=2),
    _Row("Landbrugsskolen Lunden", "eud"),
    _Row("Ungdomsskolen Odden", "youth_school", agreement="written", evaluation=110, contacts=2),
    _Row("Nordkyst Gymnasium og HF", "upper_secondary", agreement="oral", contacts=2),
    _Row("STU-huset Engvang", "stu", agreement="written", evaluation=25, contacts=2),
    _Row("Efterskolen Klinten", "efterskole"),
    _Row("Den frie Fagskole Vang", "efterskole", contacts=1),
    _Row("Tømrermester B. Ågård ApS", "company", agreement="written", evaluation=18, contacts=1),
    _Row("Café Kajkanten I/S", "company", agreement="oral", contacts=1),
    _Row("Odden Auto & Søn", "company", contacts=1),
    _Row("Bager Østergaard", "company", agreement="written", evaluation=-5, contacts=2),
    _Row("Hotel Sommerbakken", "company", contacts=2, left=1),
    _Row("Havneplejen Nordkysten A/S", "company", agreement="oral"),
    _Row("Frivilligcenter Nordkysten", "civil_society", agreement="oral", contacts=2),
    _Row("Natteravnene", "association"),
    _Row("Højby Håndbold", "association", contacts=2),
    _Row("Egnsteatret", "culture", agreement="oral", evaluation=90),
    _Row("Regionens ungdomspsykiatri, Holbæk", "psychiatry", contacts=1),
    _Row("Botilbuddet Solsikken", "housing", contacts=2, left=1),
)
# Who stands there twice: the name as somebody else once wrote it, and whose phone or CVR number gives it away.
DOUBLES = (
    ("Tømrermester Ågård", "company", "Tømrermester B. Ågård ApS", "cvr"),
    ("Cafe Kajkanten", "company", "Café Kajkanten I/S", "phone"),
    ("familieafdelingen", "family", "Familieafdelingen", ""),
)


def _cvr(number: int) -> str:
    """A number with a right check digit from a range that is not given out."""
    weights = (2, 7, 6, 5, 4, 3, 2, 1)
    while True:
        digits = f"{90_000_000 + number:08}"
        if sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0:
            return digits
        number += 1


def _host(name: str) -> str:
    return "-".join(fold(name).split()[:2]).strip("-") + ".example"


class _Loader:
    """Keeps the dice, the clock's start and the categories while the directory is made."""

    def __init__(self, unit: Unit, by: User):
        self.unit, self.by = unit, by
        self.rng = Random(SEED)
        self.today = clock.today()
        self.categories = {row.code: row for row in PartnerCategory.objects.all()}
        self.people = 0
        self.phones = 0

    def phone(self) -> str:
        """A number of the shape of Danish ones, each once."""
        self.phones += 1
        return f"2012{1000 + self.phones * 37:04}"

    def person(self) -> str:
        """A name, each once."""
        self.people += 1
        return f"{FIRST[self.people % len(FIRST)]} {LAST[self.people * 7 % len(LAST)]}"

    def partner(self, number: int, row: _Row) -> Partner:
        """One partner, added some years ago, with its people, and changed since."""
        category = self.categories[row.category]
        internal = category.side == Side.INTERNAL
        postal_code = self.rng.choice(list(TOWNS))
        host = "nordkysten.example" if internal else _host(row.name)
        added_on = self.today - timedelta(days=self.rng.randint(760, 1400))
        with clock.travel(added_on):
            partner = create_partner(
                unit=self.unit,
                by=self.by,
                name=row.name,
                category=category,
                has_authority=row.authority,
                cvr="" if internal else _cvr(number * 4111),
                address=f"{self.rng.choice(STREETS)} {self.rng.randint(1, 98)}",
                postal_code=postal_code,
                city=TOWNS[postal_code],
                municipality_code=self.unit.municipality_code,
                phone=self.phone(),
                email=f"{fold(row.name).split()[0]}@{host}" if internal else f"post@{host}",
                web="" if internal else f"https://www.{host}",
                notes=_NOTES.get(row.category, ""),
            )
        self.contacts(partner, row, added_on, host)
        if row.agreement != "none":
            signed_on = self.today - timedelta(days=self.rng.randint(60, 600))
            values = {"agreement": row.agreement}
            if row.evaluation is not None:
                values["next_evaluation_on"] = self.today + timedelta(days=row.evaluation)
            with clock.travel(signed_on):
                change_partner(partner, partner.version, values, by=self.by)
        return partner

    def contacts(self, partner: Partner, row: _Row, added_on: date, host: str) -> None:
        """Those who are there, and those who have left: each successor began when the former stopped."""
        roles = _ROLES.get(row.category, ["Kontaktperson", "Leder"])
        for number in range(row.contacts + row.left):
            name = self.person()
            gone = number >= row.contacts
            from_on = added_on if gone else added_on + timedelta(days=self.rng.randint(0, 200))
            with clock.travel(from_on):
                contact = add_contact(
                    partner,
                    by=self.by,
                    name=name,
                    role=roles[number % len(roles)],
                    phone=self.phone(),
                    email=f"{fold(name).replace(' ', '.')}@{host}",
                    from_on=from_on,
                    notes="Træffes bedst mellem 8 og 9." if number == 1 else "",
                )
            if gone:
                last_on = self.today - timedelta(days=self.rng.randint(20, 500))
                with clock.travel(last_on):
                    change_contact(contact, 1, {"until_on": last_on}, by=self.by)

    def double(self, name: str, category: str, of: Partner, shared: str) -> Partner:
        """A partner that is there already, as somebody added it from memory."""
        with clock.travel(self.today - timedelta(days=self.rng.randint(100, 300))):
            partner = create_partner(
                unit=self.unit,
                by=self.by,
                name=name,
                category=self.categories[category],
                cvr=of.cvr if shared == "cvr" else "",
                phone=of.phone if shared == "phone" else "",
                agreement="none",
            )
            present = of.contacts.filter(until_on=None).first()
            add_contact(partner, by=self.by, name=present.name, role=present.role, from_on=clock.today())
        return partner


def load(unit: Unit, by: User) -> list[Partner]:
    """Fill ``unit``'s directory as ``by``; returns the forty partners, the doubles last. Deterministic on a given
    day.
    """
    loader = _Loader(unit, by)
    made = [loader.partner(number, row) for number, row in enumerate(ROWS, 1)]
    by_name = {partner.name: partner for partner in made}
    # Somebody whose leaving is known beforehand: the hand-over has time.
    leaving = by_name["Erhvervsskolen Vestkysten"].contacts.filter(until_on=None).first()
    with clock.travel(loader.today - timedelta(days=6)):
        change_contact(leaving, leaving.version, {"until_on": loader.today + timedelta(days=100)}, by=by)
    made += [loader.double(name, code, by_name[of], shared) for name, code, of, shared in DOUBLES]
    return made
