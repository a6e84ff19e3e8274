"""What each age requires; an administrator adds and ends requirements from there."""

import datetime

from django.db import migrations

SINCE = datetime.date(2019, 8, 1)
LAW = "Lov om kommunal indsats for unge under 25 år, LBK 953 af 12-08-2024"
MODEL = "Samarbejdsmodellen (Socialstyrelsen): faste møder ved 16, 17½ og 18½ år"
CHILD = "Barnets lov § 111 (ungestøtte) og § 123 (forberedelse af overgangen til voksenlivet)"
OWN = "Enhedens egen arbejdsgang"
ADULT = "Forældremyndigheden ophører, når den unge fylder 18 (forældreansvarsloven)"
# (months, what, how it is seen, source)
RULES = [
    (180, "Det er kendt, hvad den unge er i gang med", "activity", LAW + ", § 2 a"),
    (180, "Planen har et næste skridt, så den viser, hvordan pligten opfyldes", "next_step", LAW + ", § 2 a"),
    (180, "Den unge og forældrene ved, hvad pligten betyder", "confirmed", LAW + ", § 2 a"),
    (192, "Netværksmøde er holdt", "meeting", MODEL),
    (192, "Planen har et næste skridt", "next_step", MODEL),
    (210, "Netværksmøde er holdt", "meeting", MODEL),
    (210, "Nogen fra voksensiden er med", "adult_side", CHILD),
    (210, "Ungestøtte er overvejet, hvis den unge er anbragt", "confirmed", CHILD),
    (216, "Den unge er selv spurgt om samtykker", "consents", ADULT),
    (216, "Nogen fra voksensiden er med", "adult_side", CHILD),
    (216, "Planen har et næste skridt efter fødselsdagen", "next_step", OWN),
    (216, "Den unge ved, at forældrene ikke længere får besked af sig selv", "confirmed", ADULT),
    (222, "Netværksmøde er holdt", "meeting", MODEL),
    (222, "Det er kendt, hvad den unge er i gang med", "activity", MODEL),
    (276, "Planen har et næste skridt, når ungestøtte hører op", "next_step", CHILD),
    (276, "Den unge ved, hvem der tager over", "confirmed", MODEL),
    (300, "Den unge ved, hvem der følger op, når planen slutter", "confirmed", LAW),
    (300, "Det er kendt, hvad den unge er i gang med", "activity", LAW),
    (360, "Oplysninger i den fælles database er gennemgået", "confirmed", LAW + ", § 15 d"),
]
ENGLISH = {
    "Det er kendt, hvad den unge er i gang med": "It is known what the young person is doing",
    "Planen har et næste skridt, så den viser, hvordan pligten opfyldes": "The plan has a next step, so that it shows how the duty is met",
    "Den unge og forældrene ved, hvad pligten betyder": "The young person and the parents know what the duty means",
    "Netværksmøde er holdt": "A network meeting is held",
    "Planen har et næste skridt": "The plan has a next step",
    "Nogen fra voksensiden er med": "Somebody from the adult side takes part",
    "Ungestøtte er overvejet, hvis den unge er anbragt": "Youth support is considered, if the young person is placed in care",
    "Den unge er selv spurgt om samtykker": "The young person has been asked about consents themselves",
    "Planen har et næste skridt efter fødselsdagen": "The plan has a next step after the birthday",
    "Den unge ved, at forældrene ikke længere får besked af sig selv": "The young person knows that the parents are no longer told as a matter of course",
    "Planen har et næste skridt, når ungestøtte hører op": "The plan has a next step for when youth support ends",
    "Den unge ved, hvem der tager over": "The young person knows who takes over",
    "Den unge ved, hvem der følger op, når planen slutter": "The young person knows who follows up when the plan ends",
    "Oplysninger i den fælles database er gennemgået": "What stands in the shared database is looked through",
}


def transition_rules(apps, schema_editor):
    """What each age requires."""
    table = apps.get_model("workspace", "TransitionRule")
    table.objects.bulk_create(
        table(
            months=months,
            text_da=text,
            text_en=ENGLISH[text],
            check_by=check,
            source=source,
            valid_from=SINCE,
            position=number * 10,
        )
        for number, (months, text, check, source) in enumerate(RULES, start=1)
    )


class Migration(migrations.Migration):
    """Data only; going back, the rows go with their table."""

    dependencies = [("workspace", "0002_search")]
    operations = [migrations.RunPython(transition_rules, migrations.RunPython.noop)]
