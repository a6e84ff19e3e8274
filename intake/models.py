"""Inquiries, and what lists said: the models of every room."""

from intake import limits as limits  # so that every process knows which limits there are
from intake.caseload.models import ListedCase
from intake.inquiries.models import AskedBy, Decision, Department, Inquiry, Outcome, Statement, TargetGroup

__all__ = [
    "AskedBy",
    "Decision",
    "Department",
    "Inquiry",
    "ListedCase",
    "Outcome",
    "Statement",
    "TargetGroup",
]
