"""The first life areas, levels and the rhythm; and the database itself keeps what was answered."""

from datetime import date

from django.db import migrations

from core.limits import add_first_rows, remove_rows

FROM = date(2020, 1, 1)
OWN = "Enhedens eget udgangspunkt: ret ordene til jeres egne"
AREAS = (
    ("skole", "Skole, uddannelse og job", "School, education and work",
     "Hvordan går det med skole, uddannelse eller job?", "How is it going with school, education or work?", "activity"),
    ("hverdag", "Hverdag", "Everyday life",
     "Hvordan går det med at komme op, ud ad døren og igennem dagen?",
     "How is it going with getting up, out of the door and through the day?", ""),
    ("venner", "Venner og fritid", "Friends and leisure",
     "Hvordan går det med venner og med det, du laver i din fritid?",
     "How is it going with friends, and with what you do in your spare time?", ""),
    ("hjem", "Familie og hjem", "Family and home",
     "Hvordan går det derhjemme?", "How is it going at home?", "family"),
    ("helbred", "Krop og humør", "Body and mood",
     "Hvordan har din krop og dit humør det?", "How are your body and your mood?", "health"),
    ("selvtillid", "Tro på mig selv", "Belief in myself",
     "Hvordan går det med at tro på, at du kan nå det, du gerne vil?",
     "How is it going with believing that you can get where you want?", ""),
)  # fmt: skip
KL = "Ungeprogression 2.0, KL, maj 2022. Ordene til den unge er enhedens egne"
NOT_SURE = "Navn og plads er ikke bekræftet i Ungeprogression 2.0: ret dem efter jeres egen model"
LEVELS = (
    ("kontaktparat", "Kontaktparat", "Ready for contact", KL,
     "Jeg er klar til at tale med nogen om det.", "I am ready to talk with somebody about it."),
    ("vejledningsparat", "Vejledningsparat", "Ready for guidance", KL,
     "Jeg er klar til at se på, hvad jeg kan vælge.", "I am ready to look at what I can choose."),
    ("aktivitetsparat", "Aktivitetsparat", "Ready for activity", NOT_SURE,
     "Jeg er klar til at prøve noget af.", "I am ready to try something out."),
    ("uddannelsesparat", "Uddannelsesparat", "Ready for education", KL,
     "Jeg er klar til at begynde på en uddannelse.", "I am ready to begin an education."),
    ("erhvervsparat", "Erhvervsparat", "Ready for work", KL,
     "Jeg er klar til at begynde på et arbejde.", "I am ready to begin a job."),
)  # fmt: skip
RHYTHM = (
    "progress_rhythm_months", 3, "months", FROM,
    "Ungeprogression 2.0 (KL, 2022) og BIP: der måles omkring hver tredje måned", "",
)  # fmt: skip

# What may never change, table by table; striking out touches none of it.
_MEASURE = (
    "case_id", "measured_on", "occasion", '"where"', "voice", "answered_as", "present", "declined", "by_id",
    "recorded_at",
)  # fmt: skip
KEPT = {
    "progress_scaleround": _MEASURE,
    "progress_scaleanswer": ("round_id", "area_id", "code", "form", "now", "wished", "because", "declined"),
    "progress_wellbeinganswer": (
        *_MEASURE, "form", "item_1", "item_2", "item_3", "item_4", "item_5", "score", "follow_up_id",
    ),
    "progress_levelset": (*_MEASURE, "level_id", "words"),
}  # fmt: skip
SAID = "what was answered is never changed"


def fill(apps, schema_editor):
    """The first rows."""
    area, level = apps.get_model("progress", "LifeArea"), apps.get_model("progress", "Level")
    for place, (code, da, en, youth_da, youth_en, tells_of) in enumerate(AREAS, start=1):
        area.objects.create(
            code=code, valid_from=FROM, name_da=da, name_en=en, youth_da=youth_da, youth_en=youth_en,
            position=10 * place, tells_of=tells_of, source=OWN,
        )  # fmt: skip
    for place, (code, da, en, source, youth_da, youth_en) in enumerate(LEVELS, start=1):
        level.objects.create(
            code=code, valid_from=FROM, name_da=da, name_en=en, youth_da=youth_da, youth_en=youth_en,
            position=10 * place, source=source,
        )  # fmt: skip
    add_first_rows(apps, [RHYTHM])


def empty(apps, schema_editor):
    """The way back."""
    remove_rows(apps, [RHYTHM[0]])
    for name in ("ScaleAnswer", "ScaleRound", "LevelSet", "LifeArea", "Level"):
        apps.get_model("progress", name).objects.all().delete()


def _statements(vendor: str, table: str, columns) -> list[str]:
    if vendor == "sqlite":
        return [
            f"""CREATE TRIGGER {table}_kept BEFORE UPDATE OF {", ".join(columns)} ON {table}
                BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
        ]
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return [
        f"""CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed})
            EXECUTE FUNCTION progress_kept()""",
    ]


def arm(apps, schema_editor):
    """Create the triggers of this engine. Rows are removed only with a case whose time is over, by whoever disposes."""
    vendor = schema_editor.connection.vendor
    if vendor != "sqlite":
        schema_editor.execute(
            f"""CREATE FUNCTION progress_kept() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$"""
        )
    for table, columns in KEPT.items():
        for statement in _statements(vendor, table, columns):
            schema_editor.execute(statement)


def disarm(apps, schema_editor):
    """Drop them."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table in KEPT:
        schema_editor.execute(f"DROP TRIGGER {table}_kept" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        schema_editor.execute("DROP FUNCTION progress_kept()")


class Migration(migrations.Migration):
    """First rows, and triggers on both engines."""

    dependencies = [("progress", "0001_initial"), ("core", "0005_mail_calendar")]
    operations = [migrations.RunPython(fill, empty), migrations.RunPython(arm, disarm)]
