"""Page one of the young person's plan: the size of the dream, the landscape's height, what goes overleaf."""

from django.utils.translation import gettext as _

from core.paper import Variant
from plans.handover.sheet import NEXT

# Millimetres of page one above its foot, and what "It is your plan" takes in two columns.
_PAGE, _RIGHTS = 264, 58

# How a dream is set: the size, up to how many letters, letters a line, and millimetres a line.
_DREAMS = (("xl", 70, 36, 12.0), ("l", 150, 48, 9.4), ("m", 280, 64, 7.3), ("s", 10**9, 80, 6.2))

# How many letters of a dream stand on page one, and in how many lines of its own at most.
_CUT, _ROWS = 420, 5


def poster(sheet) -> dict:
    """The context of page one.

    The landscape takes the room that the words leave, so that page one is full and is one page.
    """
    short, whole = _cut(sheet.dream)
    if short.count("\n") >= _ROWS:
        short = " ".join(short.split())
    size, _most, line, high = next(row for row in _DREAMS if len(short) + 80 * bool(sheet.news) <= row[1])
    taken = _taken(sheet) + (10 + high * _lines(short, line) if short else 0)
    rest = max(len(sheet.coming_steps), len(sheet.late_steps)) > NEXT or (
        sheet.reached_steps and any(step.professional for step in sheet.open_steps)
    )
    rest = rest or any(step.cannot_yet for step in sheet.open_steps)
    listed = sheet.goal_lines or sheet.efforts
    # In large type nothing is one page: everything runs on.
    runs_on = sheet.variant == Variant.LARGE
    more = whole or rest or sheet.reached_steps or listed or sheet.sign or runs_on
    low = 40 if sheet.news else 50
    overleaf = bool(more or taken + _RIGHTS + low > _PAGE)
    height = min(max(_PAGE - taken - (0 if overleaf else _RIGHTS), low), 112)
    return {
        "in_words": _in_words(sheet),
        "height": round(height),
        "dream_short": short,
        "dream_whole": whole,
        "dream_size": size,
        "name_size": "s" if len(sheet.called) > 22 else "m" if len(sheet.called) > 12 else "l",
        "late": sheet.late_steps[:NEXT],
        "wordy": sum(len(step.own_words) for step in sheet.next_steps) > 200,
        "rest": rest,
        "listed": listed,
        "poster_only": not overleaf,
        "note_lines": _note_lines(sheet, rest) if overleaf and not (whole or runs_on) else (),
        # When page one runs over all the same, what follows runs on instead of leaving half a page white.
        "overleaf": overleaf and not runs_on and taken + low <= _PAGE,
    }


def _taken(sheet) -> float:
    """Millimetres of page one that its words take, but for the dream."""
    news = sum(_lines(f"{row.words}: {row.what}", 78) for row in sheet.news)
    taken = 106 + 6 * news + 12 * bool(news) + 14 * (_lines(sheet.called, 14) - 1)
    taken += 6 * _lines(sheet.destination + sheet.small_step, 60)
    for step in sheet.next_steps:
        taken += max(13.5, 3 + 6.2 * _lines(step.own_words, 36), 4 + 5 * _lines(step.who, 24))
    late = sheet.late_steps[:NEXT]
    return taken + 12 * bool(late) + sum(6 * _lines(step.own_words, 60) for step in late)


def _note_lines(sheet, rest):
    """Ruled lines for the young person's own pen, where page two has room to spare."""
    listed = len(sheet.goal_lines) + len(sheet.reached_steps) + (len(sheet.open_steps) if rest else 0)
    listed += 2 * len(sheet.efforts) + 4 * sheet.sign
    lines = 11 - 2 * listed
    return range(lines) if lines >= 4 else ()


def _lines(text, line):
    """About how many lines of so many characters a text takes."""
    return sum(max(1, -(-len(row) // line)) for row in text.splitlines())


def _in_words(sheet):
    """The drawing for those who cannot see it."""
    reached, total = len(sheet.reached_steps), len(sheet.steps)
    if not total:
        return _("A road through hills towards the sun. It has no stops yet.")
    if reached == total:
        return _("A road with %(total)s stops. All are reached.") % {"total": total}
    return _("A road with %(total)s stops. %(reached)s are reached. The next is: %(next)s") % {
        "total": total,
        "reached": reached,
        "next": (sheet.next_steps or sheet.open_steps)[0].own_words,
    }


def _cut(dream):
    """The dream for page one and, when it is long, the whole of it for page two; cut between sentences or words."""
    if len(dream) <= _CUT + 60:
        return dream, ""
    head = dream[:_CUT]
    end = max(head.rfind(". "), head.rfind("! "), head.rfind("? "), head.rfind("\n"))
    head = head[: end + 1] if end > _CUT // 2 else head.rsplit(" ", 1)[0]
    return head.rstrip() + " …", dream
