"""The ways in which a text message leaves, shaped like Django's for mail: ``SMS_BACKEND`` names one of the classes.

Each has ``send(to, body, reference)``; it raises OSError when trying again may help, ValueError when it will not.
"""

import json
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

# What was "sent" in tests, oldest first.
outbox: list[tuple[str, str]] = []
# How long the gateway may take, in seconds.
PATIENCE = 10


class ConsoleBackend:
    """Writes messages to standard output."""

    def send(self, to: str, body: str, reference: str) -> None:
        """Write it."""
        sys.stdout.write(f"SMS {to}: {body}\n")


class FileBackend:
    """Writes each message to a file of its own in ``SMS_FILE_PATH``."""

    def send(self, to: str, body: str, reference: str) -> None:
        """Write it."""
        folder = Path(settings.SMS_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{reference}.txt").write_text(f"{to}\n{body}\n", encoding="utf-8")


class MemoryBackend:
    """Keeps messages in `outbox`, for tests."""

    def send(self, to: str, body: str, reference: str) -> None:
        """Keep it."""
        outbox.append((to, body))


class HttpBackend:
    """Hands messages to a gateway: one POST of JSON to ``SMS_URL`` with ``SMS_TOKEN`` as bearer.

    What it sends: ``to`` (with its country, ``+4520304050``), ``text``, ``sender``, ``reference``, and ``report_url``,
    where the gateway tells whether it arrived (`kui.sms`).
    """

    def send(self, to: str, body: str, reference: str) -> None:
        """Send it. A gateway that is away, or that asks for patience, raises OSError."""
        said = {
            "to": to if to.startswith("+") else f"+45{to}",
            "text": body,
            "sender": settings.SMS_SENDER,
            "reference": reference,
            "report_url": settings.SITE_URL + reverse("sms_report"),
        }
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
        request = Request(settings.SMS_URL, json.dumps(said).encode(), headers)  # noqa: S310 – https in production
        try:
            with urlopen(request, timeout=PATIENCE):  # noqa: S310
                pass
        except HTTPError as error:
            if error.code < 500 and error.code != 429:
                raise ValueError(f"the gateway says {error.code}") from None
            raise OSError(f"the gateway says {error.code}") from None


def send(to: str, body: str, reference: str) -> None:
    """Send a message in the way that ``SMS_BACKEND`` names."""
    import_string(settings.SMS_BACKEND)().send(to, body, reference)
