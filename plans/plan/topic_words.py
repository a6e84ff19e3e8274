"""Words that make a text likely to tell of something sensitive. A proposal only: a guide decides.

Parts of Danish words, so that compounds are found, and the English ones that come up; each list is a pattern. Better a
word too many than one too few: what is proposed wrongly costs a click, what is overlooked is told.
"""

import re

from cases.models import Topic

_HEALTH = r"""
    s[øo]vn | \bs(?:over|ove|ovet)\b | psyk(?:iat|olog|isk|e\b) | terap[ie] | (?<!sags)(?<!data)(?<!for)behandl |
    medicin | læge | hospital | sygehus | \bsyg(?!epl) | indlagt | indlægge | ambulant | diagnos | udred |
    angst | panik | depres | \badhd | autis | \bocd\b | ptsd | traume | selvskad | selvmord | spiseforstyr | anoreks |
    bulim | misbrug | rusmid | \bstoffer | stoffri | \bhash | alkohol | afvænning | trivsel | trives | helbred |
    sundhed(?!s(?:hjælp|assist|udd|skole)) | gravid | abort | prævention | stress | smerte | handicap | funktionsneds |
    epilep | diabet | astma | allergi | ensom | \bpille | who-?5 | førtidspension | tandpine | vægttab | treatment |
    sleep | doctor | health | medicat | therap | depress | anxi | drugs
"""
_FAMILY = r"""
    famili | \b(?:mor|far)s?\b | \bmoster | forældre | \bmødre | papfar | papmor | stedfar | stedmor | plejefor |
    søskende | \bsøster | \bbror\b | \bbrødre | bedstefor | bedstemor | \bmormor | \bfarmor | \bmorfar |
    \bfarfar | kæreste | \bbarsel | \b(?:mit|mine|sit|vores)\s+b(?:arn|ørn) | \bdatter | \bmin\s+søn | \bnyfødt |
    anbring | anbragt | skilsmisse | samvær | hjemme\b | hjemmet\b | hjemmefra | hjemløs | \bbolig | boform | botilbud |
    bosted | opholdssted | egen\s+lejlighed | eget\s+værelse | flytte\s+(?:hjem|ind|ud|til) | efterværn | værge |
    \bvold(?!som) | overgreb | underret | mother | father | \bmum\b | \bdad\b | parents | brother | sister | at\s+home
"""
_CRIME = r"""
    krimin | politi(?!k|sk) | \bstraf | fængs | arrest | anhold | retssag | retsmøde | domstol | \bdom(?:men)?\b |
    \bdømt | sigte(?:t|lse) | tiltal | anklag | tyveri | stjål | stjæl | hærværk | røveri | \bssp\b | \bbande |
    konfliktråd | samfundstjeneste | afson | forsorg | \bvold(?!som) | police | crime | \bcourt\b | prison | probation
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
