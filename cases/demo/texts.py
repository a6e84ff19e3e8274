"""The words of the demo's casework."""

from cases.casefile.models import Activity as A
from cases.casefile.models import CloseReason
from cases.notes.models import Note

FIRST_NAMES = (
    "Alma Anton Amina Ahmad Asta August Aya Bilal Bjørk Caroline Casper Clara Dagny Daniel Ditte Dmytro Ea "
    "Elias Ellen Emil Emma Esra Felix Fie Filip Freja Frida Gustav Hanna Hassan Hodan Holger Ida Isak Iben "
    "Jamal Jasmin Johan Jonas Julie Kaja Karla Kasper Kirstine Laura Lea Liam Liva Lucas Luna Maja Malik Malthe "
    "Marie Mathilde Merle Mikkel Mille Mohamed Nadia Nanna Naja Noah Nora Oliver Olena Omar Oscar Pernille "
    "Peter Rasmus Rosa Safa Sarah Sebastian Selma Signe Silas Sofie Storm Tobias Thea Tilde Valdemar Victor "
    "Vigga William Yusuf Zahra Ærø Øjvind Åse"
).split()


LAST_NAMES = (
    "Ahmed Albæk Andersen Andreasen Bach Bak Berg Bertelsen Bjerre Bonde Brandt Bruun Bøgh Christensen "
    "Christiansen Dahl Dam Eriksen Friis Frost Gade Gregersen Grøn Hald Hansen Hassan Hedegaard Holm Iversen "
    "Jacobsen Jensen Jespersen Johansen Juhl Jørgensen Khan Kjær Kovalenko Kristensen Krogh Lange Larsen "
    "Lauritsen Lind Lund Madsen Mikkelsen Mortensen Møller Nguyen Nielsen Nygaard Olsen Overgaard Pedersen "
    "Petersen Poulsen Rasmussen Ravn Said Sand Schou Skov Sørensen Thomsen Thygesen Toft Vang Vestergaard "
    "Winther Yildiz Østergaard Aagaard Åkjær"
).split()


MEN = "Allan Brian Carsten Dan Erik Farid Georg Henrik Ivan Jens Kurt Lars Morten Niels Oleh Poul Rune Steen".split()
WOMEN = (
    "Anne Birgitte Charlotte Dorte Else Fatma Grethe Hanne Inge Jytte Karin Lene Mona Nina Oksana Pia Rikke Susanne"
).split()


STREETS = (
    "Algade Havnegade Kirkevej Møllebakken Nørregade Skolevej Stationsvej Strandvejen Søndergade Vestergade Ærtevej "
    "Ågade"
).split()


TOWNS = (
    ("4500", "Nykøbing Sj."),
    ("4534", "Hørve"),
    ("4540", "Fårevejle"),
    ("4550", "Asnæs"),
    ("4560", "Vig"),
    ("4573", "Højby"),
    ("4581", "Rørvig"),
)


LANGUAGES = ("Arabisk", "Engelsk", "Somali", "Tyrkisk", "Ukrainsk", "Dari")


REASONS = (
    "Folkeskolens vejleder ringede: mange fraværsdage siden jul.",
    "Stoppede på grundforløbet efter seks uger og er ikke startet på noget andet.",
    "Familieafdelingen beder om en plan for tiden efter 10. klasse.",
    "Henvendte sig selv: vil gerne i gang med noget praktisk.",
    "Forældrene ringede; den unge er mest hjemme og sover om dagen.",
    "Afbrød FGU. Vil gerne finde en ny vej, men ved ikke hvilken.",
    "Flyttede hertil i sommer. Har brug for hjælp til at finde en skole.",
    "Bliver 18 om et halvt år, og anbringelsen slutter.",
)


# What somebody is under way with, one after another; the last goes on.
ROADS_UNDER_18 = (
    ((A.SCHOOL, "Nordskolen"), (A.TENTH_GRADE, "10. klasse-centret"), (A.EUD, "Erhvervsskolen")),
    ((A.SCHOOL, "Asnæs Skole"), (A.NONE, ""), (A.FGU, "FGU Vestsjælland")),
    ((A.SCHOOL, "Højby Skole"), (A.UPPER_SECONDARY, "Odsherreds Gymnasium")),
    (
        (A.TENTH_GRADE, "10. klasse-centret"),
        (A.FGU, "FGU Vestsjælland"),
        (A.INTERNSHIP, "Tømrermester Bonde"),
    ),
    ((A.NONE, ""), (A.COURSE, "Havnens værksted"), (A.FGU, "FGU Vestsjælland"), (A.EUD, "Erhvervsskolen")),
    ((A.SCHOOL, "Vig Skole"), (A.SPARE_TIME_JOB, "Brugsen"), (A.EUD, "Erhvervsskolen")),
    ((A.TREATMENT, "Ungeambulatoriet"), (A.COURSE, "Ungdomsskolens hold"), (A.FGU, "FGU Vestsjælland")),
)


ROADS_OVER_18 = (
    ((A.FGU, "FGU Vestsjælland"), (A.EUD, "Erhvervsskolen")),
    ((A.NONE, ""), (A.INTERNSHIP, "Odden Auto"), (A.JOB, "Odden Auto")),
    ((A.EUD, "Erhvervsskolen"), (A.NONE, ""), (A.JOB, "Byggemarkedet")),
    ((A.UNKNOWN, ""), (A.COURSE, "Havnens værksted"), (A.FGU, "FGU Vestsjælland"), (A.JOB, "Café Kajkanten")),
    ((A.OTHER_EDUCATION, "VUC"), (A.UPPER_SECONDARY, "VUC, hf")),
    ((A.JOB, "Lager i Holbæk"), (A.NONE, ""), (A.EUD, "Erhvervsskolen"), (A.JOB, "Elinstallatøren")),
    ((A.TREATMENT, "Rusmiddelcentret"), (A.NONE, ""), (A.INTERNSHIP, "Genbrugsbutikken")),
    ((A.EUD, "Erhvervsskolen"), (A.NONE, "")),
    ((A.LEAVE, ""), (A.FGU, "FGU Vestsjælland")),
)


CLOSE_REASONS = [CloseReason.DESTINATION] * 6 + [
    CloseReason.MOVED,
    CloseReason.AGE,
    CloseReason.DECLINED,
    CloseReason.OTHER_SUPPORT,
]


PARTS = (
    "Kontakt til skolen",
    "Praktikplads",
    "Støtte i hverdagen",
    "Vejledning",
    "Behandling",
    "Fritid og fællesskab",
)


PURPOSES = (
    "At finde det rigtige skoletilbud sammen",
    "At aftale et praktikforløb",
    "At koordinere støtten derhjemme og i skolen",
    "At følge op på fremmøde",
)


NOTE_KINDS = (
    (Note.Kind.TALK, Note.Kind.PHONE, Note.Kind.WRITTEN, Note.Kind.HOME_VISIT, Note.Kind.MEETING, Note.Kind.NO_SHOW,
     Note.Kind.PARTNER, Note.Kind.OBSERVATION, Note.Kind.MESSAGE, Note.Kind.ATTEMPT),
    (40, 22, 9, 5, 8, 5, 4, 2, 2, 3),
)  # fmt: skip


NOTES = {
    Note.Kind.TALK: (
        "{name} fortæller, at det går bedre med at komme op. Vi aftaler, at vi ses igen om tre uger.",
        "Vi talte om, hvad en god dag er. {name} nævner værkstedet og fodbold. Vi kiggede på to skoler sammen.",
        "{name} er træt af at vente på svar. Jeg ringer til skolen i morgen og skriver tilbage samme dag.",
        "Gik en tur på havnen. {name} vil gerne prøve praktik, men helst et sted uden for mange mennesker.",
        "{name} viste sin tegnemappe. Vi satte det første skridt ind i planen: et besøg på mediegrafikerlinjen.",
        "Svær snak om pengene derhjemme. Aftalt, at {name} taler med ydelseskontoret, og jeg går med.",
    ),
    Note.Kind.PHONE: (
        "Ringede for at høre, hvordan første uge gik. {name} har været der alle dage.",
        "{name} ringede: er blevet uvenner med en på holdet. Vi aftalte at tage det op på mødet torsdag.",
        "Kort opkald. {name} husker aftalen på onsdag og tager selv bussen.",
        "Talte om søvn og fravær. {name} vil prøve at møde en time senere i to uger, skolen er med på det.",
    ),
    Note.Kind.MESSAGE: (
        "Skrev sms med tid og sted for samtalen. Intet svar endnu.",
        "Sendte en besked om åbent værksted på torsdag.",
    ),
    Note.Kind.ATTEMPT: (
        "Ringede to gange uden at få fat i {name}. Prøver igen i morgen formiddag.",
        "Kørte forbi adressen. Ingen åbnede. Lagde et kort med mit nummer.",
    ),
    Note.Kind.WRITTEN: (
        "Sms: {name} skriver, at samtalen på virksomheden gik godt.",
        "Sms om tidspunkt. {name} kommer i morgen kl. 10.",
        "{name} sendte et billede fra værkstedet: bænken er færdig.",
    ),
    Note.Kind.HOME_VISIT: (
        "Hjemmebesøg. Mor var med den første halve time. {name} viste mig værelset og computeren, det er {name} god "
        "til.",
        "Besøg derhjemme, fordi {name} ikke kunne komme ud. Vi fandt ét lille skridt til næste uge.",
    ),
    Note.Kind.MEETING: (
        "Netværksmøde med skolen og familieafdelingen. {name} sagde selv, hvad der skal til. Tre aftaler skrevet i "
        "planen.",
        "Møde om overgangen til voksen. Kontaktperson på voksensiden er fundet, og {name} har fået navnet.",
        "Opfølgning med praktikstedet: de vil gerne have {name} en måned mere.",
    ),
    Note.Kind.NO_SHOW: (
        "{name} kom ikke. Ringede og lagde en besked; prøver igen i morgen.",
        "Udeblev fra aftalen. Skrev sms og tilbød en ny tid på torsdag.",
    ),
    Note.Kind.PARTNER: (
        "FGU fortæller, at {name} er der fire dage om ugen og er begyndt at spise med de andre.",
        "Kontaktpersonen på skolen ringer: fraværet er oppe på 30 procent den sidste måned.",
        "Praktikstedet siger, at {name} er stabil og spørger, når noget er uklart.",
    ),
    Note.Kind.OBSERVATION: (
        "Så {name} på biblioteket med to fra holdet. God stemning.",
        "{name} var til åbent værksted og hjalp en ny i gang.",
    ),
}
