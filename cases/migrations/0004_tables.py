"""What the tables of casework begin with; an administrator edits them from there."""

import json
from pathlib import Path

from django.db import migrations

SHARING_RULES = Path(__file__).parent.parent / "consents" / "data" / "sharing_rules.json"

MEETING = "Til stede:\nHvad vi talte om:\nHvad vi aftalte, og hvem der gør det:\nNæste gang:"
# (code, Danish name, English name, template)
NOTE_KINDS = [
    ("talk", "Samtale", "Talk", "Hvad fylder lige nu:\nHvad er sket siden sidst:\nDet aftalte vi:"),
    ("phone", "Telefonsamtale", "Phone call", ""),
    ("written", "Beskeder med svar", "Messages with an answer", ""),
    ("message", "Besked sendt", "Message sent", ""),
    ("attempt", "Forsøg på kontakt", "Tried to reach", "Hvordan jeg prøvede:\nHvornår jeg prøver igen:"),
    ("home_visit", "Hjemmebesøg", "Home visit", "Hvem var hjemme:\nHvad vi talte om:\nDet lagde jeg mærke til:\nDet aftalte vi:"),
    ("meeting", "Møde", "Meeting", MEETING),
    ("no_show", "Udeblev", "Did not come", "Aftalen var:\nHvad jeg har gjort for at få fat i den unge:\nHvornår jeg prøver igen:"),
    ("observation", "Observation", "Observation", ""),
    ("partner", "Fra en partner", "From a partner", "Hvem fortalte det:\nHvad de fortalte:\nVed den unge, at de fortalte det:"),
    ("other", "Andet", "Other", ""),
]


def note_kinds(apps, schema_editor):
    """The kinds of notes, each with its template."""
    table = apps.get_model("cases", "NoteKind")
    table.objects.bulk_create(
        table(code=code, counts_as=code, name_da=danish, name_en=english, template=template, position=10 * number)
        for number, (code, danish, english, template) in enumerate(NOTE_KINDS, 1)
    )


def sharing_rules(apps, schema_editor):
    """A proposal of the rules that let the unit tell without a consent."""
    table = apps.get_model("cases", "SharingRule")
    items = json.loads(SHARING_RULES.read_text(encoding="utf-8"))["items"]
    table.objects.bulk_create(table(**item) for item in items)


class Migration(migrations.Migration):
    """Data only; going back, the rows go with their tables."""

    dependencies = [("cases", "0003_limits")]
    operations = [
        migrations.RunPython(note_kinds, migrations.RunPython.noop),
        migrations.RunPython(sharing_rules, migrations.RunPython.noop),
    ]
