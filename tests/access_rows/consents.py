"""Who may be told what: the matrix, each basis, what was told, receipts; and what the partner sees."""

from cases.models import SharingRule
from tests.access_rows import Row

_RULE = {"name": "Loven § 2", "text": "Det må vi", "valid_from": "2026-01-01"}


_CONSENT = lambda w: {"consent_id": w.consent.pk}  # noqa: E731


ROWS = [
    Row("cases:consents", "read the case"),
    Row("cases:consents", "read the case", query="?dag=2020-01-01"),
    Row("cases:consent_add", "record consent", methods=("get", "post"), ok=(200, 303, 422)),
    Row(
        "cases:consent_again", "record consent", methods=("get", "post"), kwargs=_CONSENT, ok=(200, 303, 422)
    ),
    Row("cases:consent_withdraw", "record consent", methods=("post",), kwargs=_CONSENT, ok=(303,)),
    Row(
        "cases:consent_told",
        "record consent",
        methods=("get", "post"),
        kwargs=_CONSENT,
        data=lambda w: {"topics": ["plan"], "what": "Ringede om praktikken"},
        ok=(200, 303),
    ),
    Row("cases:consent_receipt_make", "record consent", methods=("post",), kwargs=_CONSENT, ok=(303,)),
    Row("cases:consent_receipt", "read the case", kwargs=lambda w: {"receipt_id": w.receipt.pk}),
    Row("cases:sharing_rule_list", "admins"),
    Row("cases:sharing_rule_add", "admins", methods=("get", "post"), data=lambda w: _RULE, ok=(200, 303)),
    Row(
        "cases:sharing_rule_edit",
        "admins",
        methods=("get", "post"),
        kwargs=lambda w: {"rule_id": SharingRule.objects.first().pk},
        data=lambda w: _RULE | {"version": SharingRule.objects.first().version},
        ok=(200, 303),
    ),
    Row("portal:shared_case", "read what is shared"),
]
