"""Invented plans for the demo unit: what young people say, and the same in the professionals' words.

Each road is a believable way to one destination. Steps stand in the order in which they usually come. `who` is
`youth`, `guide` or a partner category's code; `tags` are letters of (U)dsyn, (I)ndsigt, (K)ompetencer; `weeks` is how
long the step takes, 0 for something that happens on one day.
"""

from typing import NamedTuple


class Step(NamedTuple):
    own: str
    professional: str
    tags: str
    who: str
    weeks: int


class Road(NamedTuple):
    key: str
    destination: str  # code of a Destination; empty while it is not known
    dreams: tuple[str, ...]
    goals: tuple[str, ...]
    steps: tuple[Step, ...]
    small_steps: tuple[str, ...] = ()


ROADS = (
    Road(
        "carpenter",
        "eud",
        (
            (
                "Jeg vil være tømrer og bygge rigtige huse. Helst et sted, hvor jeg kan se, hvad jeg har lavet, "
                "når jeg går hjem."
            ),
            "Jeg drømmer om at arbejde med træ og have min egen varevogn en dag. Jeg er ikke så god til at sidde "
            "stille.",
            "Min morfar var snedker. Jeg vil gerne kunne det, han kunne, og tjene mine egne penge.",
        ),
        ("Være klar til grundforløb 1", "Kunne møde til tiden hver dag", "Finde en læreplads"),
        (
            Step(
                "Jeg besøger tømrerskolen og ser værkstedet",
                "Besøg på grundforløb for at afklare fagvalg",
                "U",
                "eud",
                0,
            ),
            Step(
                "Jeg prøver to uger på byggepladsen",
                "Erhvervspraktik hos lokal entreprenør, 37 timer med mentor",
                "UK",
                "company",
                2,
            ),
            Step(
                "Jeg står op klokken seks fire dage om ugen",
                "Døgnrytme stabiliseres; møder 80 % af aftalte dage",
                "I",
                "youth",
                8,
            ),
            Step(
                "Jeg får hjælp til matematik om tirsdagen",
                "Opkvalificering i matematik til niveau D",
                "K",
                "youth_school",
                12,
            ),
            Step(
                "Jeg søger ind på tømreruddannelsen", "Ansøgning via optagelse.dk afsendes", "K", "guide", 0
            ),
            Step(
                "Jeg starter på grundforløbet",
                "Opstart på GF1, kontaktperson på skolen er aftalt",
                "K",
                "eud",
                20,
            ),
            Step(
                "Jeg skriver til fem mestre om læreplads",
                "Lærepladssøgning: mindst fem kvalificerede ansøgninger",
                "K",
                "youth",
                6,
            ),
            Step(
                "Vi mødes på skolen og ser, hvordan det går",
                "Opfølgning på fastholdelse med skolens vejleder",
                "I",
                "guide",
                0,
            ),
        ),
    ),
    Road(
        "care",
        "eud",
        (
            "Jeg vil gerne hjælpe gamle mennesker. Min mormor siger, at jeg er god til det, og det tror jeg også.",
            "Jeg drømmer om at blive sosu-hjælper og få kolleger, der er glade for, at jeg kommer.",
            "Jeg vil være sygeplejerske en dag. Men først vil jeg gerne vise mig selv, at jeg kan gøre noget færdigt.",
        ),
        ("Prøve faget af i virkeligheden", "Få ro på derhjemme", "Starte på SOSU til august"),
        (
            Step(
                "Jeg er med på plejehjemmet en dag",
                "Snusepraktik på plejecenter med henblik på fagafklaring",
                "U",
                "company",
                0,
            ),
            Step(
                "Jeg er i praktik tre uger på plejehjemmet",
                "Virksomhedspraktik, tre uger, fast kontaktperson",
                "UK",
                "company",
                3,
            ),
            Step(
                "Jeg tager til lægen om min søvn",
                "Udredning af søvnvanskeligheder hos egen læge",
                "I",
                "gp",
                0,
            ),
            Step(
                "Min mor og jeg får en at snakke med",
                "Familiesamtaler i familieafdelingen, seks gange",
                "I",
                "family",
                10,
            ),
            Step("Jeg tager dansk på aftenskolen", "FVU-dansk, trin 3", "K", "youth_school", 14),
            Step(
                "Jeg ser SOSU-skolen til åbent hus",
                "Besøg og samtale på social- og sundhedsskole",
                "U",
                "eud",
                0,
            ),
            Step("Jeg starter på SOSU", "Opstart på grundforløb 2, støtte aftalt med skolen", "K", "eud", 20),
        ),
    ),
    Road(
        "fgu",
        "fgu",
        (
            "Jeg vil gerne være et sted, hvor de voksne kender mit navn, og hvor jeg ikke er den dårligste.",
            "Jeg drømmer om at blive kok. Jeg laver mad hver søndag, og der er aldrig noget tilbage.",
            "Jeg vil finde ud af, hvad jeg er god til. I skolen sagde de mest, hvad jeg ikke kunne.",
        ),
        ("Komme godt i gang på FGU", "Prøve mindst to værksteder", "Tage bussen selv"),
        (
            Step("Jeg ser to værksteder på FGU", "Rundvisning og samtale på FGU-skole", "U", "fgu", 0),
            Step(
                "Vi finder ud af, om FGU er det rigtige",
                "Målgruppevurdering til FGU gennemføres og begrundes",
                "I",
                "guide",
                3,
            ),
            Step(
                "Jeg prøver bussen sammen med min guide",
                "Transporttræning, ledsaget tre gange",
                "K",
                "guide",
                2,
            ),
            Step(
                "Jeg tager bussen alene", "Selvstændig transport til skole fire dage om ugen", "K", "youth", 4
            ),
            Step("Jeg starter i køkkenet på FGU", "Opstart på PGU, tema Mad og ernæring", "K", "fgu", 26),
            Step(
                "Jeg prøver også værkstedet Træ og design", "Afprøvning af andet fagligt tema", "UI", "fgu", 6
            ),
            Step(
                "Jeg tager prøven i dansk",
                "Prøve i dansk på niveau G, støttet af læsevejleder",
                "K",
                "fgu",
                0,
            ),
            Step(
                "Vi snakker om, hvad der kommer efter FGU",
                "Overgangssamtale med FGU og erhvervsskole",
                "UI",
                "guide",
                0,
            ),
        ),
    ),
    Road(
        "mechanic",
        "apprenticeship",
        (
            "Jeg vil skrue i motorer. Jeg kan høre på en scooter, hvad den fejler.",
            "Jeg drømmer om en læreplads på et autoværksted og et kørekort uden at skylde nogen penge.",
        ),
        ("Få en læreplads", "Betale min gæld af", "Holde mig fra det gamle slæng om aftenen"),
        (
            Step(
                "Jeg laver et cv, hvor der står det, jeg kan",
                "Cv og kompetenceafklaring udarbejdes",
                "IK",
                "guide",
                2,
            ),
            Step(
                "Jeg besøger tre værksteder",
                "Virksomhedsbesøg med virksomhedskonsulent",
                "U",
                "business_service",
                3,
            ),
            Step(
                "Jeg er i praktik på værkstedet i fire uger",
                "Virksomhedspraktik med mål om uddannelsesaftale",
                "K",
                "company",
                4,
            ),
            Step(
                "Jeg laver en aftale om min gæld",
                "Gældsrådgivning; afdragsordning indgås",
                "I",
                "civil_society",
                5,
            ),
            Step(
                "Jeg snakker med en om at ryge mindre",
                "Ambulant rusmiddelsamtale, otte gange",
                "I",
                "substance_treatment",
                10,
            ),
            Step("Jeg går til motorklub om torsdagen", "Fast fritidsaktivitet etableres", "U", "clubs", 12),
            Step("Jeg skriver under med en mester", "Uddannelsesaftale indgås", "K", "company", 0),
        ),
    ),
    Road(
        "hf",
        "upper_secondary",
        (
            "Jeg vil tage en HF og være den første i min familie med en hue på.",
            "Jeg vil gerne være skolelærer for dem, der ikke kan lide skolen. For dem forstår jeg godt.",
            "Jeg vil læse noget med psykologi. Jeg tænker meget over, hvorfor folk gør, som de gør.",
        ),
        ("Gøre mine fag færdige", "Kunne være i klassen hele dagen", "Få styr på angsten"),
        (
            Step(
                "Jeg ser HF en formiddag sammen med en ven",
                "Brobygning på HF, ledsaget af jævnaldrende",
                "U",
                "upper_secondary",
                0,
            ),
            Step(
                "Jeg går til samtaler om min angst",
                "Samtaleforløb om angst, ti gange",
                "I",
                "social_psychiatry",
                14,
            ),
            Step(
                "Jeg er i klassen til middag hver dag",
                "Gradvis øget fremmøde, delmål 15 timer om ugen",
                "IK",
                "youth",
                8,
            ),
            Step(
                "Jeg får et stille sted at gå hen i frikvarteret",
                "Skærmet pauserum og kontaktlærer aftales",
                "I",
                "upper_secondary",
                2,
            ),
            Step(
                "Jeg bliver testet for ordblindhed",
                "Ordblindetest og SPS-ansøgning",
                "I",
                "uu",
                3,
            ),
            Step(
                "Jeg tager engelsk som det første fag",
                "Enkeltfag engelsk C gennemføres",
                "K",
                "upper_secondary",
                20,
            ),
            Step("Jeg søger ind på hele HF", "Ansøgning til toårig HF", "K", "guide", 0),
        ),
    ),
    Road(
        "job",
        "ordinary_job",
        (
            "Jeg vil have et almindeligt job og min egen lejlighed med en altan.",
            "Jeg vil tjene mine egne penge, så jeg ikke behøver at spørge nogen om lov.",
            "Jeg drømmer om at køre truck på lageret, hvor min onkel er. De griner meget i pausen.",
        ),
        ("Få et fast job med mindst 20 timer", "Kunne betale min husleje"),
        (
            Step(
                "Jeg snakker med jobkonsulenten om, hvad jeg kan",
                "Kompetenceafklarende samtale",
                "I",
                "employment",
                0,
            ),
            Step("Jeg tager truckkort", "Gaffeltruckcertifikat B, syv dage", "K", "employment", 2),
            Step(
                "Jeg prøver lageret i fire uger",
                "Virksomhedspraktik med gradvis stigning i timer",
                "UK",
                "company",
                4,
            ),
            Step(
                "Jeg lægger et budget med min guide",
                "Budgetvejledning; fast overblik over økonomi",
                "K",
                "guide",
                3,
            ),
            Step(
                "Jeg får løn for ti timer om ugen", "Ordinære timer ved siden af praktik", "K", "company", 8
            ),
            Step(
                "Jeg bliver skrevet op til en ungdomsbolig",
                "Boligsøgning og boligindskud afklares",
                "I",
                "adult_social",
                4,
            ),
            Step("Jeg får en fast kontrakt", "Overgang til ordinær ansættelse", "K", "company", 0),
        ),
    ),
    Road(
        "shop",
        "ordinary_job_parttime",
        (
            "Jeg vil gerne arbejde i en butik, hvor der er pænt, og folk siger goddag.",
            "Jeg vil tjene til en tur til Tyrkiet, så jeg kan besøge min familie.",
        ),
        ("Få et fritidsjob", "Turde ringe til fremmede"),
        (
            Step("Jeg øver mig i at ringe op", "Telefontræning, tre øvelser med guide", "K", "guide", 2),
            Step(
                "Jeg afleverer min ansøgning i fire butikker",
                "Opsøgende jobsøgning i nærmiljø",
                "K",
                "youth",
                2,
            ),
            Step(
                "Jeg er på fritidsjobkursus",
                "Fritidsjobforløb på ungdomsskolen, seks lørdage",
                "UK",
                "youth_school",
                6,
            ),
            Step("Jeg prøver kassen en uge", "Prøveuge i dagligvarebutik", "U", "company", 1),
            Step("Jeg har faste vagter", "Ansættelse 8–10 timer om ugen", "K", "company", 0),
            Step(
                "Vi ser på, om skolen og jobbet passer sammen",
                "Opfølgning på balance mellem skole og job",
                "I",
                "guide",
                0,
            ),
        ),
    ),
    Road(
        "tenth",
        "tenth_grade",
        (
            "Jeg vil tilbage i en klasse, hvor ingen kender mig fra før.",
            "Jeg vil gerne have bare én god ven og et sted at høre til.",
        ),
        ("Komme i skole igen", "Have noget at stå op til"),
        (
            Step(
                "Min guide kommer hjem til mig hver anden uge",
                "Opsøgende kontakt i hjemmet, relationsopbygning",
                "I",
                "guide",
                8,
            ),
            Step("Jeg går en tur hver dag", "Daglig aktivitet uden for hjemmet", "K", "youth", 6),
            Step(
                "Vi holder møde med skolen om, hvad der gik galt",
                "Netværksmøde om bekymrende fravær med skole og PPR",
                "I",
                "lower_secondary",
                0,
            ),
            Step("Jeg snakker med en psykolog fra PPR", "PPR-samtaler om skolevægring", "I", "ppr", 8),
            Step(
                "Jeg ser 10. klasse, når der er tomt",
                "Ledsaget besøg uden for undervisningstid",
                "U",
                "lower_secondary",
                0,
            ),
            Step(
                "Jeg er med i to timer om ugen",
                "Delvist fremmøde, trappe på otte uger",
                "K",
                "lower_secondary",
                8,
            ),
            Step(
                "Jeg begynder i 10. klasse",
                "Opstart i 10. klasse med fast kontaktlærer",
                "K",
                "lower_secondary",
                20,
            ),
        ),
    ),
    Road(
        "boarding",
        "efterskole",
        (
            "Jeg vil på efterskole med musik. Jeg skriver tekster om natten, som ingen har hørt.",
            "Jeg vil væk et år og finde ud af, hvem jeg er, når jeg ikke er hende den syge.",
        ),
        ("Finde den rigtige efterskole", "Turde sove ude"),
        (
            Step(
                "Jeg ser to efterskoler", "Besøg på to efterskoler sammen med forældre", "U", "efterskole", 6
            ),
            Step(
                "Jeg sover hos min kusine en weekend",
                "Afprøvning af overnatning uden for hjemmet",
                "K",
                "youth",
                3,
            ),
            Step(
                "Jeg spiller en sang for de andre i klubben",
                "Fritidsaktivitet med fremlæggelse, styrket selvtillid",
                "IK",
                "clubs",
                5,
            ),
            Step("Vi søger om hjælp til betalingen", "Ansøgning om individuel støtte", "I", "family", 4),
            Step(
                "Jeg skriver under på efterskolen",
                "Indmeldelse og overdragelsessamtale",
                "K",
                "efterskole",
                0,
            ),
            Step(
                "Min guide besøger mig efter seks uger", "Opfølgning på trivsel i ny ramme", "I", "guide", 0
            ),
        ),
    ),
    Road(
        "stu",
        "stu",
        (
            "Jeg vil bo for mig selv, men tæt på nogen, der kan hjælpe, hvis brevet er svært.",
            "Jeg vil passe dyr. De bliver ikke sure, hvis jeg er langsom.",
        ),
        ("Finde det rigtige STU-sted", "Kunne klare mere selv"),
        (
            Step("Jeg besøger en gård med heste og får", "Besøg hos STU-udbyder med dyrehold", "U", "stu", 0),
            Step("Vi finder ud af, om jeg kan få en STU", "Indstilling til STU udarbejdes", "I", "uu", 6),
            Step("Jeg prøver gården i to uger", "Afklaringsforløb hos STU-udbyder", "UI", "stu", 2),
            Step(
                "Jeg laver aftensmad om onsdagen", "ADL-træning: madlavning én gang om ugen", "K", "youth", 10
            ),
            Step("Jeg får en støtteperson", "Bevilling af socialpædagogisk støtte", "I", "adult_social", 8),
            Step("Jeg starter på STU", "Opstart på STU, individuel plan lagt", "K", "stu", 26),
        ),
    ),
    Road(
        "military",
        "military",
        (
            "Jeg vil i Livgarden. Jeg kan godt lide, når der er orden og nogen, der regner med mig.",
            "Jeg vil være brandmand eller soldat, noget hvor det betyder noget, at man møder op.",
        ),
        ("Bestå prøverne", "Komme i form"),
        (
            Step("Jeg træner tre gange om ugen", "Fast fysisk træning, tre gange om ugen", "K", "youth", 12),
            Step("Jeg er med til Forsvarets Dag", "Deltagelse i Forsvarets Dag", "U", "youth", 0),
            Step(
                "Jeg går til fodbold igen",
                "Genoptag foreningsfodbold, kontingentstøtte",
                "U",
                "association",
                10,
            ),
            Step("Jeg afslutter dansk og matematik", "FP9-enkeltfag afsluttes", "K", "youth_school", 16),
            Step("Jeg besøger brandstationen", "Virksomhedsbesøg hos beredskabet", "U", "company", 0),
            Step("Jeg får min mødedato", "Indkaldelse og overgang aftalt", "K", "guide", 0),
        ),
    ),
    Road(
        "creative",
        "eud",
        (
            "Jeg vil lave spil. Ikke bare spille dem.",
            "Jeg vil være frisør og have min egen stol i en salon i København.",
            "Jeg vil være mediegrafiker og lave plakater til koncerter.",
        ),
        ("Vise andre det, jeg laver", "Finde en uddannelse, der passer"),
        (
            Step(
                "Jeg viser min guide tre ting, jeg har lavet",
                "Portfolio påbegyndes; ressourcer afdækkes",
                "I",
                "youth",
                3,
            ),
            Step(
                "Jeg er på kursus i kulturhuset",
                "Kreativt forløb i kulturhus, otte gange",
                "UK",
                "culture",
                8,
            ),
            Step("Jeg snakker med en, der lever af det", "Rollemodelmøde med fagperson", "U", "company", 0),
            Step("Jeg er i praktik i to uger", "Erhvervspraktik i fag af egen interesse", "UK", "company", 2),
            Step("Jeg kommer til alle aftaler i en måned", "Stabilt fremmøde, fire uger", "K", "youth", 4),
            Step("Jeg søger ind", "Ansøgning til grundforløb", "K", "uu", 0),
            Step("Jeg begynder på skolen", "Opstart, mentor de første tre måneder", "K", "eud", 20),
        ),
    ),
    Road(
        "newcomer",
        "adult_edu",
        (
            "Jeg vil tale dansk, så folk ikke skifter til engelsk. Så vil jeg være tandplejer.",
            "Jeg vil have en uddannelse, så min mor kan holde op med at bekymre sig.",
        ),
        ("Bestå Dansk 2", "Lære nogen at kende her"),
        (
            Step(
                "Jeg går til dansk tre gange om ugen", "Danskuddannelse 2, modul 5", "K", "youth_school", 20
            ),
            Step("Jeg får en sprogven", "Frivillig sprogmakker gennem forening", "U", "civil_society", 12),
            Step(
                "Jeg finder mine papirer fra skolen hjemme",
                "Vurdering af udenlandske kvalifikationer",
                "I",
                "uu",
                6,
            ),
            Step("Jeg er en dag på tandklinikken", "Jobskygge på tandklinik", "U", "company", 0),
            Step("Jeg tager fag på VUC", "Almen voksenuddannelse, tre fag", "K", "upper_secondary", 20),
            Step(
                "Vi snakker om, hvad der kommer bagefter", "Vejledning om videre uddannelse", "I", "guide", 0
            ),
        ),
    ),
    Road(
        "unclear",
        "",
        (
            "Det ved jeg ikke. Jeg vil bare gerne have det bedre end nu.",
            "Jeg vil gerne være med til noget, hvor nogen lægger mærke til, hvis jeg ikke kommer.",
            "Lige nu vil jeg have ro. Drømmene må vente lidt.",
            "Jeg har ikke nogen drøm. Men jeg kan godt lide min hund.",
            "Jeg vil ikke på noget kursus. Jeg vil noget rigtigt.",
        ),
        ("Få hverdagen til at hænge sammen", "Finde noget, der giver mening"),
        (
            Step(
                "Jeg går en tur med min guide og min hund",
                "Walk and talk; kontakt etableres",
                "I",
                "guide",
                0,
            ),
            Step("Jeg svarer på sms fra min guide", "Stabil kontakt, svar inden to dage", "I", "youth", 4),
            Step("Jeg går til tandlægen", "Tandbehandling og støtte til betaling", "I", "benefits", 3),
            Step("Jeg tager min medicin fast", "Medicinsamarbejde med egen læge", "I", "gp", 6),
            Step(
                "Jeg spiser aftensmad i klubben om mandagen",
                "Deltagelse i klubtilbud, én aften om ugen",
                "U",
                "clubs",
                6,
            ),
            Step(
                "Jeg siger til, når det er svært",
                "Krise- og mestringsplan udarbejdes",
                "I",
                "social_psychiatry",
                3,
            ),
            Step(
                "Jeg viser min guide noget, jeg er stolt af",
                "Ressourcer og interesser afdækkes",
                "I",
                "youth",
                2,
            ),
            Step(
                "Jeg ser et sted, jeg selv har valgt",
                "Selvvalgt besøg på uddannelse eller arbejdsplads",
                "U",
                "guide",
                0,
            ),
        ),
        (
            "Drikke kaffe med min guide på tirsdag",
            "Gå ud med hunden sammen med min guide to gange om ugen",
            "Svare på én sms om dagen",
            "Komme i klubben en mandag og gå igen, når jeg vil",
            "Vise min guide mine tegninger",
            "Få bestilt tid hos lægen",
        ),
    ),
    Road(
        "young_parent",
        "eud",
        (
            "Jeg vil have en uddannelse, før min søn begynder i skole, så han kan se, at man kan.",
            "Jeg vil være pædagogisk assistent og have fri, når børnehaven lukker.",
        ),
        ("Få hverdagen med barn til at passe", "Starte efter sommerferien"),
        (
            Step("Jeg får en plads i vuggestuen", "Dagtilbudsplads afklares og startes", "I", "family", 6),
            Step("Jeg er med i mødregruppen", "Netværksgruppe for unge forældre", "U", "health_nurse", 12),
            Step("Jeg prøver en børnehave i to uger", "Erhvervspraktik i daginstitution", "UK", "company", 2),
            Step(
                "Jeg får styr på, hvad jeg har at leve for",
                "Økonomisk overblik: SU, børnetilskud, boligstøtte",
                "I",
                "benefits",
                3,
            ),
            Step("Jeg søger ind som pædagogisk assistent", "Ansøgning til PAU", "K", "guide", 0),
            Step("Jeg starter på skolen", "Opstart PAU; plan for sygt barn aftalt", "K", "eud", 20),
        ),
    ),
)


#: Why a milestone got a later date, in the guide's words.
POSTPONED = (
    "Aftalt sammen: der skal lidt mere tid til.",
    "Pladsen blev først ledig senere.",
    "Syg i den aftalte uge.",
    "Partneren havde ikke tid før nu.",
    "Vi tager et mindre skridt først.",
    "Ferie hos værkstedet.",
)


#: Why a milestone was given up.
DROPPED = (
    "Det var ikke det rigtige alligevel. Vi fandt en anden vej.",
    "Jeg prøvede. Det var ikke mig.",
    "Tilbuddet blev lukket.",
    "Vi gør noget andet i stedet.",
)


#: How we know that the destination was reached.
EVIDENCE = (
    "Optagelsesbrev set",
    "Uddannelsesaftale underskrevet",
    "Bekræftet af skolens vejleder",
    "Ansættelseskontrakt set",
    "Lønseddel set",
    "Bekræftet af den unge og arbejdspladsen",
)
