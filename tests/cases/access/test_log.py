"""The trail of a case is read in words: no act shows a code."""

import ast
import re
from pathlib import Path

from audit.models import AuditEvent
from cases.access.log import WORDS, describe

ROOT = Path(__file__).parents[3]
# Those whose rows carry a case.
APPS = ("cases", "plans", "workspace", "exchange", "portal", "intake", "overview", "reports", "partners")
CODE = re.compile(r"[a-z_]+\.[a-z_]+")


def _codes(call: ast.Call):
    """The actions that a call records about a case: its first argument beside ``case_id``, or its ``action``."""
    words = {keyword.arg: keyword.value for keyword in call.keywords}
    told = [words["action"]] if "action" in words else []
    if "case_id" in words and call.args:
        told.append(call.args[0])
    for value in told:
        for part in ast.walk(value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.fullmatch(part.value):
                yield part.value


def recorded():
    """``{action: file}`` of everything that the product writes to a case's trail."""
    return {
        code: str(path)
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        for code in _codes(node)
    }


def test_every_act_on_a_case_has_words():
    acts = recorded()
    assert len(acts) > 60
    assert {code: where for code, where in acts.items() if code not in WORDS} == {}


def said(action, **fields):
    return describe(AuditEvent(action=action, actor_name="Lis", **fields)).what


def test_what_was_refused_is_not_told_as_done():
    assert said("case.look") == "så sagen"
    assert said("case.look", outcome="denied") == "fik ikke lov til at se en side om sagen"


def test_an_answer_that_somebody_else_took_by_phone_is_not_told_as_their_own():
    assert (
        said("meeting.answered", changes={"how": [None, "phone"]}) == "registrerede et svar på en indkaldelse"
    )
    assert said("meeting.answered", changes={"how": [None, "link"]}) == "svarede, om de kommer til et møde"
