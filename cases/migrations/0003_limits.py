"""The first rows of the limits that casework stands on."""

import datetime

from django.db import migrations

from core.limits import add_first_rows, remove_rows

# The day on which the municipalities' joint effort for young people began.
SINCE = datetime.date(2019, 8, 1)
LAW = "Lov om kommunal indsats for unge under 25 år, LBK 953 af 12-08-2024, § 2 a"
DEADLINES = "Vejledning til lovens § 2 a, gengivet på kommune.viborg.dk (Kontakttid 15-17) og uvm.dk (Vejledning af unge uden for skolen)"
CHOICE = "Kommunens valg. Loven siger arbejdsdage uden at nævne dagen"
CLOSED = "Rådhuset har normalt lukket, og andre love regner dagen som fri."
SUMMER = "Vejledningen siger, at sommerperioden tages i betragtning, men ikke hvordan. Spørg jeres jurist, og ret værdien, hvis I gør det anderledes."
OWN = "Enhedens egen beslutning"
CONSENT = "Praksis: en moden ung på omkring 15 år kan selv samtykke. Ingen lov sætter alderen"
ROWS = [
    ("duty_youngest_age", 15, "years", SINCE, LAW, ""),
    ("duty_oldest_age", 17, "years", SINCE, LAW, ""),
    ("duty_contact_days", 5, "working_days", SINCE, DEADLINES, ""),
    ("duty_activity_days", 30, "days", SINCE, DEADLINES, ""),
    ("summer_first_day", 701, "day_of_year", SINCE, DEADLINES, SUMMER),
    ("summer_last_day", 731, "day_of_year", SINCE, DEADLINES, SUMMER),
    ("summer_stops_activity", 1, "yes_no", SINCE, DEADLINES, SUMMER),
    ("summer_stops_contact", 0, "yes_no", SINCE, DEADLINES, "Kontakt kan tages hele sommeren: nogen er på arbejde."),
    ("free_1_may", 0, "yes_no", SINCE, CHOICE, "Rådhuset har normalt åbent, i det mindste om formiddagen."),
    ("free_5_june", 1, "yes_no", SINCE, CHOICE, CLOSED),
    ("free_24_december", 1, "yes_no", SINCE, CHOICE, CLOSED),
    ("free_31_december", 1, "yes_no", SINCE, CHOICE, CLOSED),
    ("transition_months_before", 6, "months", SINCE, "Enhedens egen beslutning. Barnets lov § 111 beder om afgørelse om ungestøtte senest et halvt år før", ""),
    ("stalled_days", 60, "days", SINCE, OWN, "To måneder: et aflyst og et udskudt møde er hverdag, to måneders stilhed er ikke."),
    ("rest_days", 183, "days", SINCE, OWN, "Et halvt år, så kigger nogen igen."),
    ("summary_fresh_days", 90, "days", SINCE, OWN, ""),
    ("target_below_age", 25, "years", SINCE, "Lov om kommunal indsats for unge under 25 år, LBK 953 af 12-08-2024", ""),
    ("consent_youngest_age", 15, "years", SINCE, CONSENT, "Spørg jeres jurist, og ret værdien, hvis I gør det anderledes."),
]


def fill(apps, schema_editor):
    """Add them."""
    add_first_rows(apps, ROWS)


def empty(apps, schema_editor):
    """Take them away again."""
    remove_rows(apps, (row[0] for row in ROWS))


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_name_search"), ("core", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
