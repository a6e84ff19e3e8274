"""Words that make a text likely to tell of something sensitive. A proposal only: a guide decides.

Parts of Danish words, so that compounds are found, and the English ones that come up; each list is a pattern. Better a
word too many than one too few: what is proposed wrongly costs a click, what is overlooked is told.
"""

import re

from cases.models import Topic

_HEALTH = r"""
    s[øo]vn | \bs(?:over|ove|ovet)\b | psyk(?:iat|olog|isk|e\b|ose|oti) | terap[ie] |
    (?<!sags)(?<!data)(?<!for)behandl | medicin | læge | hospital | sygehus | \bsyg(?!epl) | indlagt | indlægge |
    ambulant | diagnos | udred | angst | panik | depres | \badh?d\b | autis | \bocd\b | tvangstank | ptsd | traume |
    skizo | bipolar | borderline | personlighedsforst | selvskad | selvmord | \bcutt(?:e|er|et|ing)\b |
    \bsnitter?\s+mig | spiseforstyr | anoreks | bulim | overvægt | undervægt | vægttab | misbrug | rusmid | narko |
    euforis | \bstoffer | stoffri | \bhash | \bcannabis | \bjoints? | kokain | amfetamin | ketamin | ecstasy |
    lattergas | tramadol | alkohol | afvænning | afrusning | rygestop | trivsel | trives | helbred |
    sundhed(?!s(?:hjælp|assist|udd|skole)) | gravid | abort | prævention | \bfødsel(?!s) | stress | \bkrise |
    mob(?:b|ning) | \bsorg(?:grup|\b|en\b) | headspace | smerte | handicap | funktionsneds | kronisk |
    (?<!be)kræft(?!er|ig|e\b) | \bcancer | hjernerys | lungebet | \bopereret | \boperation(?!el) | rehabilit |
    epilep | diabet | astma | allergi | ensom | \bpille | who-?5 | førtidspension | tandpine | treatment | sleep |
    doctor | health | medicat | therap | psycho | depress | anxi | illness | drugs | alcohol
"""
_FAMILY = r"""
    famil[iy] | \b(?:mor|far)s?\b | \bmoster | \bfaster\b | foræld | \bmødre |
    (?:pap|sted|pleje|bonus|sviger)(?:mor|far) | \bsviger | \bsvoger | søskende | søster | bror(?:s|en|ens)?\b |
    brødre | bedstefor | bedstemor | bedstefar | \bmormor | \bfarmor | \bmorfar | \bfarfar | \bolde(?:mor|far) |
    \bonkel | \btante | \bfætter | \bfætre | \bkusine | \bniece | \bnevø | tvilling | adopt(?:er|ion|iv) | kæreste |
    \bægtes | ægteskab | æresrelat | \bbegravelse | \bbarsel | \b(?:mit|mine|sit|vores)\s+b(?:arn|ørn) | \bdatter |
    \bmin\s+søn | \bnyfødt | \bbaby(?!sit) | anbring | anbragt | skilsmisse | samvær | \bopvækst | hjemme\b |
    hjemmet\b | hjemmefra | hjemløs | \bbolig | boform | botilbud | bosted | bofællesskab | opholdssted |
    krisecenter | egen\s+lejlighed | eget\s+værelse | flytte\s+(?:hjem|ind|ud|til) | efterværn | værge |
    \bvold(?!som) | incest | overgreb | underret | mother | father | \bmum\b | \bdad\b | parents | brother | sister |
    sibling | \buncle | \baunt | cousin | at\s+home
"""
_CRIME = r"""
    krimin | politi(?!k|sk) | \bstraf | fængs | arrest | anhold | varetægt | fodlænke | retssag | retsmøde | domstol |
    \bdom(?:men)?\b | \bdømt | \bskyldig | sigte(?:t|lse) | tiltal | anklag | tyveri | stjål | stjæl | indbrud |
    hæleri | hærværk | røveri | \bbøde[rn]? | våben | \bkniv | \btrus(?:sel|ler) | \bssp\b | \bbande |
    \brocker(?:e|ne)?\b | ungdomssanktion | konfliktråd | samfundstjeneste | afson | forsorg | \bvold(?!som) |
    police | crim(?:e|inal) | \bcourt\b | prison | probation | theft
"""
PATTERNS = {
    topic: re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for topic, pattern in ((Topic.HEALTH, _HEALTH), (Topic.FAMILY, _FAMILY), (Topic.CRIME, _CRIME))
}
# What it tells of somebody that a partner of this kind does something for them.
CATEGORIES = {
    "family": Topic.FAMILY,
    "family_network": Topic.FAMILY,
    "housing": Topic.FAMILY,
    "social_psychiatry": Topic.HEALTH,
    "psychiatry": Topic.HEALTH,
    "substance_treatment": Topic.HEALTH,
    "health_nurse": Topic.HEALTH,
    "gp": Topic.HEALTH,
    "ppr": Topic.HEALTH,
    "ssp": Topic.CRIME,
    "police": Topic.CRIME,
}
