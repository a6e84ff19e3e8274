"""Min plan: the way in, its pages, and the guide's side of it."""

from datetime import timedelta

from cases.models import Consent
from core import clock
from participation.access.models import Entry
from tests.access_rows import Row
from tests.helpers import factories


def extend(w):
    """A parent whom nobody has invited, and of each kind of case an entry for its guide to work with."""
    for made in w.kinds.values():
        made.other_guardian = made.person.guardians.create(name="Far Særlig", has_custody=True)
        made.entry = Entry.objects.filter(case=made.case, kind="self").first()
        if made.entry is None:
            user = factories.UserFactory.build(unit=w.unit, role="youth", name="Sigrid")
            user.email = f"{made.case.pk}@min-plan.invalid"
            user.set_unusable_password()
            user.save(force_insert=True)
            made.entry = Entry.objects.create(
                case=made.case, user=user, kind="self", channel="paper", invited_by=w.owner
            )
    vars(w).update(vars(w.kinds["plain"]))
    w.own_yes = Consent.objects.create(
        case=w.case,
        partner=factories.PartnerFactory(unit=w.unit, name="Klubben"),
        topics=["contact"],
        purpose="At komme i klub",
        expires_on=clock.today() + timedelta(days=30),
    )


def _entry(w):
    return {"entry_id": w.entry.pk}


_ASK, _CODE = {"destination": "ingen@eksempel.dk"}, {"code": "000000"}
_PAPER = {"code": "AAAA-BBBB-CCCC", "birth_date": "2010-01-01"}
_LET_IN = "let somebody into Min plan"

ROWS = [
    Row("portal:entry_ask", "everybody", methods=("get", "post"), data=lambda w: _ASK),
    Row("portal:entry_code", "everybody", methods=("get", "post"), data=lambda w: _CODE),
    Row("portal:entry_paper", "everybody", methods=("get", "post"), data=lambda w: _PAPER),
    # Who has no page there stays where they are, and is led to the way in.
    Row("portal:entry_leave", "everybody", methods=("post",), ok=(401,)),
    Row("portal:my_plan", "Min plan"),
    Row("portal:my_consents", "Min plan, alone"),
    Row("portal:my_log", "Min plan, alone"),
    Row(
        "portal:my_consent_take_back",
        "Min plan, to write",
        kwargs=lambda w: {"consent_id": w.own_yes.pk},
        methods=("get", "post"),
    ),
    Row(
        "workspace:own_acts_seen",
        "write a note",
        methods=("post",),
        data=lambda w: {"upto": "1"},
    ),
    Row("sms_report", "everybody", methods=("post",), ok=(403,)),
    Row("participation:entry_list", "read the case"),
    Row(
        "participation:entry_invite",
        _LET_IN,
        methods=("get", "post"),
        data=lambda w: {"channel": "paper"},
    ),
    Row(
        "participation:entry_invite_parent",
        _LET_IN,
        kwargs=lambda w: {"guardian_id": w.other_guardian.pk},
        methods=("get", "post"),
        data=lambda w: {"channel": "paper"},
    ),
    Row(
        "participation:entry_withdraw",
        _LET_IN,
        kwargs=_entry,
        methods=("get", "post"),
        data=lambda w: {"reason": "Familien er flyttet"},
    ),
    Row("participation:entry_tell", _LET_IN, kwargs=_entry, methods=("post",)),
    Row("participation:entry_paper", _LET_IN, kwargs=_entry, methods=("post",)),
]
