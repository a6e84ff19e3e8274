"""Ten partnerships of the demo unit, of all kinds: firm, on paper, with a leader who stays away, and with assumptions.

Which are fragile is not written here: it is computed from the cases, as everywhere.
"""

from collections.abc import Sequence
from datetime import timedelta

from accounts.models import Unit, User
from core import clock
from partners.anchoring import actions
from partners.anchoring.choices import Approach, Criterion, Demands, Outcome, Standing
from partners.anchoring.models import Partnership
from partners.directory.models import Partner

# Name, commitment, who answers with us and there, months since the agreement was signed, purpose.
WRITTEN = (
    ("Beskæftigelsesafdelingen – ungeteam", "both", True, "Teamleder i ungeteamet", 26,
     "Ingen unge under 30 får to planer. Vi aftaler arbejdsdelingen én gang, ikke i hver sag."),
    ("Familieafdelingen", "both", True, "Afdelingsleder", 14,
     "Overgangen ved 18 år forberedes fra 16½ år, hver gang."),
    ("FGU Nordkysten", "both", True, "Forstander", 20,
     "Unge møder FGU, før de vælger: besøgsdag og prøveuge hele året."),
    ("Erhvervsskolen Vestkysten", "internal", True, "", 31,
     "Frafald på grundforløbet opdages inden for en uge og aftales fælles."),
    ("UU Nordkysten", "both", True, "Leder af vejledningen", 8, "Én vejleder følger den unge ud af 9. klasse."),
    ("Rusmiddelcentret", "external", False, "Behandlingsleder", 11,
     "En ung, der beder om hjælp, tilbydes en samtale inden for 14 dage."),
    ("Socialpsykiatrien", "internal", True, "", None, "Støtten begynder, mens den unge venter på bevilling."),
    ("SSP Nordkysten", "neither", False, "", 55, ""),
    ("Tømrermester B. Ågård ApS", "external", False, "Mester", 6, "Tre unge om året i praktik, én ad gangen."),
    ("Nordkystskolen, udskolingen", "", False, "", None, ""),
)  # fmt: skip
FRAMES = {
    "FGU Nordkysten": {
        "economy": "Staten betaler skoleydelsen. Kommunen betaler transport over 22 km.",
        "crisis_rules": "Ring til vagttelefonen før kl. 9. Ved fare for liv: 112, og derefter afdelingslederen.",
        "virtual_options": "Teori kan følges hjemmefra i op til fire uger.",
        "geography": "Skole i Nykøbing og værksted i Vig. Bus 580 hver time.",
        "it_systems": "Skriver i eget elevsystem. Vi sender sikkert via Digital Post.",
        "approach": Approach.BOTH,
        "demands": Demands.RATHER_NEEDS,
    },
    "Beskæftigelsesafdelingen – ungeteam": {
        "economy": "Mentortimer betales af ungeteamet i de første 13 uger.",
        "crisis_rules": "Sanktioner sættes i bero, mens en krise afklares. Ring, skriv ikke.",
        "virtual_options": "Samtaler kan holdes på video efter første møde.",
        "it_systems": "Fagsystem uden adgang for os. Afklaringer sendes gennem KUI.",
        "approach": Approach.RATHER_CHALLENGING,
        "demands": Demands.RATHER_DEMANDS,
    },
    "Tømrermester B. Ågård ApS": {
        "economy": "Ingen betaling. Arbejdstøj stilles til rådighed.",
        "geography": "Byggepladser inden for 15 km. Mester kan hente.",
        "approach": Approach.CHALLENGING,
        "demands": Demands.DEMANDS,
    },
}
# Name, days ago, what about, our leader, theirs.
MEETINGS = (
    ("Beskæftigelsesafdelingen – ungeteam", 35, "Hvem kalder ind, når planen ændres", True, True),
    ("Beskæftigelsesafdelingen – ungeteam", 210, "Evaluering af aftalen", True, True),
    ("FGU Nordkysten", 20, "Prøveuger i foråret", True, True),
    ("Erhvervsskolen Vestkysten", 48, "Tal for frafald på GF1", False, True),
    ("Erhvervsskolen Vestkysten", 160, "Fælles opkald efter tre dages fravær", False, False),
    ("SSP Nordkysten", 430, "Forebyggelse i udskolingen", True, False),
    ("Familieafdelingen", 75, "Overgange ved 18 år", False, True),
)  # fmt: skip
# Name, the assumption, days ago, how it was challenged and what came of it.
ASSUMPTIONS = (
    ("FGU Nordkysten", "Undervisning på skærm er ikke for vores unge.", 140,
     ("Vi spurgte 12 unge. Syv vil gerne i de uger, hvor de ikke kan møde.", Outcome.FELL)),
    ("Erhvervsskolen Vestkysten", "Vores skoler er for forskellige til at holde fælles opstart.", 90,
     ("To skoler prøvede fælles opstart i august. Den ene gør det igen.", Outcome.PARTLY)),
    ("Familieafdelingen", "Der skal altid samtykke til, før vi må tale sammen.", 60, None),
    ("Tømrermester B. Ågård ApS", "Små firmaer har ikke tid til vores unge.", 200,
     ("Vi ringede til ni mestre. Fem sagde ja til en dag på prøve.", Outcome.FELL)),
)  # fmt: skip
ASSESSED = {
    "FGU Nordkysten": (
        (1, {Criterion.COMMITMENT: (Standing.BEGUN, "Aftalen er underskrevet, men kun vejlederne kender den."),
             Criterion.ANCHORING: (Standing.NOT_YET, "Alt går gennem én vejleder."),
             Criterion.VOICE: (Standing.NOT_YET, "De unge er ikke spurgt.")}),
        (0, {Criterion.COMMITMENT: (Standing.WORKS, "Begge ledere følger op hvert kvartal."),
             Criterion.ANCHORING: (Standing.BEGUN, "To vejledere deler opgaven."),
             Criterion.VOICE: (Standing.BEGUN, "Fem unge var med, da prøveugen blev lavet om."),
             Criterion.PATHWAYS: (Standing.WORKS, "Besøgsdag med dags varsel.")}),
    ),
}  # fmt: skip


def load(unit: Unit, leader: User, guides: Sequence[User]) -> None:
    """Write the ten pages, meetings, assumptions and self-assessments, each on its day. Deterministic."""
    today = clock.today()
    partners = {row.name: row for row in Partner.objects.of_unit(unit)}
    for name, commitment, ours, theirs, months, purpose in WRITTEN:
        signed = today - timedelta(days=months * 30) if months is not None else None
        values = {"purpose": purpose, "commitment": commitment, "theirs_by": theirs, "signed_on": signed}
        values |= {"paper": f"Sag 26/{1200 + months}" if months else ""}
        values |= {"ours_by": leader.name if ours else "", "committed_on": signed} | FRAMES.get(name, {})
        actions.write_partnership(Partnership(partner=partners[name]), None, values, by=leader)
    for name, days, about, our, their in MEETINGS:
        said = {"about": about, "our_leader": our, "their_leader": their}
        held = today - timedelta(days=days)
        with clock.travel(held):
            actions.record_joint_meeting(partners[name], by=leader, held_on=held, **said)
    for n, (name, text, days, test) in enumerate(ASSUMPTIONS):
        with clock.travel(today - timedelta(days=days)):
            row = actions.name_assumption(partners[name], by=guides[n % len(guides)], text=text)
        if test:
            with clock.travel(today - timedelta(days=days // 2)):
                actions.challenge_assumption(row, by=leader, how=test[0], outcome=test[1])
    for name, years in ASSESSED.items():
        for ago, answers in years:
            with clock.travel(today - timedelta(days=365 * ago)):
                said = {"year": clock.today().year, "answers": answers, "together": not ago}
                actions.assess(partners[name], by=leader, **said)
