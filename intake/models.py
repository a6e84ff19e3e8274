"""Inquiries: the models of every room."""

from intake.inquiries.models import AskedBy, Decision, Department, Inquiry, Outcome, Statement, TargetGroup

__all__ = [
    "AskedBy",
    "Decision",
    "Department",
    "Inquiry",
    "Outcome",
    "Statement",
    "TargetGroup",
]
