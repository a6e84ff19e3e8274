"""Inquiries to test with."""

from datetime import timedelta

from intake.inquiries import actions as inquiries_actions
from intake.inquiries.actions import take_in_inquiry
from intake.models import Department, Inquiry, Statement
from tests.helpers import factories


def make_inquiry(by, **fields) -> Inquiry:
    told = {"first_name": "Vera", "last_name": "Vind", "asked_by": "school", "reason": "Kommer ikke i skole"}
    return inquiries_actions.receive_inquiry(Inquiry(unit=by.unit, **(told | fields)), by=by)


def ask(inquiry, by, code="family", partner=None, **fields) -> Statement:
    told = {"question": "Kender I Vera?", "basis": "consent", "basis_note": "Mundtligt fra mor"}
    department = Department.objects.get(code=code)
    statement = Statement(inquiry=inquiry, department=department, partner=partner, **(told | fields))
    return inquiries_actions.ask_department(statement, by=by)


def one_of_each(guide, today):
    """An inquiry in each standing."""
    fresh, late = make_inquiry(guide), make_inquiry(guide, received_on=today - timedelta(days=15))
    make_inquiry(guide, received_on=today - timedelta(days=14))
    ask(fresh, guide)
    inquiries_actions.answer_statement(ask(late, guide), by=guide, view="take_in", text="Ja", said_by="Lis")
    waits = make_inquiry(guide)
    inquiries_actions.decide(waits, "wait", by=guide, reason="Ferie", wait_until=today + timedelta(days=3))
    inquiries_actions.decide(make_inquiry(guide), "elsewhere", by=guide, reason="Job", where="Jobcenter")
    person = factories.make_person(guide.unit, first_name="Taget", last_name="Ind")
    take_in_inquiry(make_inquiry(guide), person, by=guide, guide=guide, reason="Ja")
