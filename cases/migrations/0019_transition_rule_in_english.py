"""What an age requires is written in both languages, as every other table an administrator keeps."""

from django.db import migrations, models

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


def fill(apps, schema_editor):
    """What the migrations put there in English; a unit's own words stand in both until somebody adds a better row."""
    rule = apps.get_model("cases", "TransitionRule")
    for row in rule.objects.filter(text_en=""):
        row.text_en = ENGLISH.get(row.text_da, row.text_da)
        row.save(update_fields=["text_en"])


class Migration(migrations.Migration):

    dependencies = [('cases', '0018_note_struck')]

    operations = [
        migrations.RenameField('transitionrule', 'text', 'text_da'),
        migrations.AlterField(
            model_name='transitionrule',
            name='text_da',
            field=models.CharField(max_length=160, verbose_name='what is required, in Danish'),
        ),
        migrations.AddField(
            model_name='transitionrule',
            name='text_en',
            field=models.CharField(default='', max_length=160, verbose_name='what is required, in English'),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
