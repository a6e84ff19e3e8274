"""Programmes for tests, made through the real actions."""

from datetime import timedelta

from core import clock
from programmes.ledger.actions import start_programme
from programmes.members import actions
from programmes.models import Programme


def make_programme(leader, *, days_ago=400, lasts=500, targets=None, **fields) -> Programme:
    """A programme that began so many days ago and is planned to last so many."""
    begun = clock.today() - timedelta(days=days_ago)
    told = {
        "name": "Rute 25",
        "target_group": "Unge uden uddannelse og arbejde",
        "problems": "Mindst to ting på én gang",
        "youngest": 13,
        "oldest": 25,
        "from_on": begun,
        "until_on": begun + timedelta(days=lasts),
    }
    targets = {"education": 8, "employment": 7} if targets is None else targets
    return start_programme(unit=leader.unit, by=leader, targets=targets, **{**told, **fields})


def join(programme, case, by, *, begins=0, days=None, exit="own_wish"):
    """A member whose stay begins so many days after the programme did; None for one who never takes part."""
    found_on = max(programme.from_on, case.opened_on)
    begins_on = None if begins is None else programme.from_on + timedelta(days=begins)
    member = actions.add_member(programme, case=case, by=by, found_on=found_on, begins_on=begins_on)
    if days is not None:
        last_on = begins_on + timedelta(days=days)
        actions.sign_out(member.stays.get(), by=by, last_on=last_on, exit=exit)
    return member
