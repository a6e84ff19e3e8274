"""Where the gateway of text messages tells whether one arrived. It proves itself by a signature."""

import hashlib
import hmac
import json
import uuid

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt  # noqa: TID251 – signed by the gateway, sent by no form
from django.views.decorators.http import require_POST

from accounts.access import public
from core.sms.outbox import report

ARRIVED = {"delivered": True, "failed": False}


@csrf_exempt
@public
@require_POST
def sms_report(request):
    """Keep what became of a message: ``{"reference": …, "state": "delivered" or "failed"}``.

    ``X-Signature`` is the HMAC-SHA256 of the body under ``SMS_REPORT_SECRET``, in hex. 403 without it, and always while
    no secret is set; 204 for a message that is ours and for one that is not.
    """
    signed = hmac.new(settings.SMS_REPORT_SECRET.encode(), request.body, hashlib.sha256).hexdigest()
    said = request.headers.get("X-Signature", "")
    if not settings.SMS_REPORT_SECRET or not hmac.compare_digest(signed.encode(), said.encode()):
        return HttpResponse(status=403)
    try:
        told = json.loads(request.body)
        reference, arrived = uuid.UUID(told["reference"]), ARRIVED[told["state"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    report(reference, arrived=arrived)
    return HttpResponse(status=204)
