"""Danish words cut to their stems, as PostgreSQL's ``danish`` configuration cuts them (Snowball), for the other engine.

``uddannelserne``, ``uddannelsen`` and ``uddannelse`` are one word to somebody who searches.
"""

_VOWELS = "aeiouyæåø"
_S_ENDING = "abcdfghjklmnoprtvyzå"
_STEP_1 = sorted(
    (
        "hed ethed ered e erede ende erende ene erne ere en heden eren er heder erer heds es endes erendes enes ernes"
        " eres ens hedens erens ers ets erets et eret"
    ).split(),
    key=len,
    reverse=True,
)
_STEP_3 = ("elig", "els", "lig", "ig")
# Words so common that they find everything: Snowball's list, as PostgreSQL has it.
STOP_WORDS = frozenset(
    "og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu"
    " over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog noget"
    " ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt meget sit sine vor"
    " mod disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan".split()
)


def _region(word: str) -> int:
    """Where the endings may begin: after the first consonant behind a vowel, and not among the first three letters."""
    for place in range(1, len(word)):
        if word[place] not in _VOWELS and word[place - 1] in _VOWELS:
            return max(place + 1, 3)
    return len(word)


def _step_2(word: str, region: int) -> str:
    return word[:-1] if word.endswith(("gd", "dt", "gt", "kt")) and len(word) - 2 >= region else word


def stem(word: str) -> str:
    """The stem of one word in lower case.

    >>> [stem(word) for word in ("uddannelserne", "skolerne", "praktikpladsen")]
    ['uddan', 'skol', 'praktikplads']
    """
    word = word.lower()
    region = _region(word)
    for ending in _STEP_1:
        if word.endswith(ending) and len(word) - len(ending) >= region:
            word = word[: -len(ending)]
            break
    else:
        if word.endswith("s") and len(word) - 1 >= region and word[-2:-1] in _S_ENDING:
            word = word[:-1]
    word = _step_2(word, region)
    if word.endswith("igst") and len(word) - 2 >= region:
        word = word[:-2]
    if word.endswith("løst") and len(word) - 4 >= region:
        word = word[:-1]
    else:
        for ending in _STEP_3:
            if word.endswith(ending) and len(word) - len(ending) >= region:
                word = _step_2(word[: -len(ending)], region)
                break
    if len(word) > region and word[-1] not in _VOWELS and word[-1:] == word[-2:-1]:
        word = word[:-1]
    return word
