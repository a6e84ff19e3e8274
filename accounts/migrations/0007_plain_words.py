"""The first rows of the table of plain words: what casework calls things, and how one says it to somebody of 13."""

from django.db import migrations

ROWS = [
    ("foranstaltning", "hjælp"),
    ("støtteforanstaltning", "hjælp"),
    ("indsats", "hjælp, forløb"),
    ("fremmøde", "at du kommer"),
    ("fravær", "dage, du ikke kom"),
    ("bekymrende fravær", "mange dage, du ikke kom"),
    ("udredning", "undersøgelse"),
    ("afklaring", "at finde ud af det"),
    ("afklaringsforløb", "en tid, hvor du prøver noget af"),
    ("kompetenceafklaring", "at finde ud af, hvad du kan"),
    ("kompetencer", "det, du kan"),
    ("ressourcer", "det, du er god til"),
    ("problematik", "problem"),
    ("problemstilling", "problem"),
    ("udfordringer", "det, der er svært"),
    ("trivsel", "hvordan du har det"),
    ("mistrivsel", "at du har det skidt"),
    ("adfærd", "det, du gør"),
    ("relation", "forhold til andre"),
    ("netværk", "dem, du kender"),
    ("netværksmøde", "møde med dem omkring dig"),
    ("tværfaglig", "fra flere steder"),
    ("tværfagligt samarbejde", "at vi arbejder sammen"),
    ("koordinere", "aftale med hinanden"),
    ("tovholder", "den, der har styr på det hele"),
    ("kontaktperson", "din faste voksne"),
    ("sagsbehandler", "den, der arbejder med din sag"),
    ("visitation", "at vi vælger, hvad du får tilbudt"),
    ("visitere", "vælge, hvad du får tilbudt"),
    ("bevilling", "et ja til hjælp"),
    ("bevilge", "sige ja til"),
    ("afgørelse", "beslutning"),
    ("partshøring", "at du får lov at sige din mening først"),
    ("samtykke", "dit ja"),
    ("tilbagekalde", "sige nej igen"),
    ("videregive", "fortælle videre"),
    ("oplysninger", "det, vi ved om dig"),
    ("indhente", "spørge om"),
    ("iværksætte", "sætte i gang"),
    ("igangsætte", "begynde på"),
    ("foretage", "gøre"),
    ("fremadrettet", "fra nu af"),
    ("i forhold til", "om, til"),
    ("i henhold til", "efter"),
    ("jævnfør", "se"),
    ("såfremt", "hvis"),
    ("endvidere", "også"),
    ("ligeledes", "også"),
    ("vedrørende", "om"),
    ("herunder", "for eksempel"),
    ("grundet", "fordi"),
    ("pågældende", "den"),
    ("ovenstående", "det, der står ovenfor"),
    ("rettidigt", "til tiden"),
    ("opfølgning", "at vi taler om det igen"),
    ("evaluere", "se på, hvordan det gik"),
    ("progression", "at du kommer videre"),
    ("målgruppevurdering", "at vi ser, om FGU er noget for dig"),
    ("uddannelsesparat", "klar til en uddannelse"),
    ("beskæftigelse", "arbejde"),
    ("virksomhedspraktik", "praktik"),
    ("forsørgelse", "penge til at leve for"),
    ("forældremyndighed", "den, der bestemmer over dig, til du er 18"),
    ("underretning", "brev til kommunen om, at nogen er bekymret"),
]


def fill(apps, schema_editor):
    PlainWord = apps.get_model("core", "PlainWord")
    PlainWord.objects.bulk_create(PlainWord(word=word, instead=instead) for word, instead in ROWS)


def clear(apps, schema_editor):
    apps.get_model("core", "PlainWord").objects.filter(word__in=[word for word, _instead in ROWS]).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_own_pages"), ("core", "0007_plain_words")]

    operations = [migrations.RunPython(fill, clear)]
