"""Logs as JSON, one object a line, without personal data. Web, worker and beat write the same way.

Imports nothing of Django, so that gunicorn can use it before Django is there.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

# The request that this thread is answering; set by the middleware, empty in a worker.
request_id: ContextVar[str] = ContextVar("request_id", default="")

_JOINT = r"[-\s\u00ad\u200b\u2010-\u2015\u2043\u2060\u2212\ufe63\ufeff\uff0d./+]"
# A day, a month, a year and four digits, however they are joined: spaces, dashes of any length, dots, or as a URL
# writes them. Replacement numbers add 60 to the day, or have two letters among the four. An id (a UUID, or hex with a
# letter in it) stays whole.
CPR_LIKE = re.compile(
    r"(?P<id>\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{16,})\b)"
    rf"|(?:(?<!\d)|(?<=%2[0D]))(?:[06][1-9]|[1278]\d|[39][01]){_JOINT}?(?:0[1-9]|1[0-2]){_JOINT}?\d\d"
    rf"(?:{_JOINT}|%2D|%20){{0,3}}(?:\d{{4}}(?!\d)|\d[a-z]{{2}}\d(?![0-9a-z]))",
    re.IGNORECASE,
)
# Celery tells durations with more digits than anybody reads; ten of them look like a CPR number.
DURATION = re.compile(r"(\d\.\d{3})\d{4,}s\b")
EMAIL_LIKE = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
# The secret of a link to choose a password, as Django makes it: a time and 32 hex digits; and those of
# `core.crypto.new_secret`.
LINK_SECRET = re.compile(r"\b[0-9a-z]{6}-[0-9a-f]{32}\b|\bkui_[\w-]{20,}", re.ASCII)
# PostgreSQL tells the values of the row that broke a constraint, on a line of their own.
DATABASE_DETAIL = re.compile(r"^(DETAIL|CONTEXT):.*$|Failing row contains.*$", re.MULTILINE)


def redact(text: str) -> str:
    """The text with everything like a CPR number, an e-mail address, a link's secret or a row's values taken out."""
    text = DURATION.sub(r"\1s", DATABASE_DETAIL.sub("[row left out]", text))
    text = LINK_SECRET.sub("[secret]", text)
    return EMAIL_LIKE.sub("[e-mail]", CPR_LIKE.sub(lambda found: found["id"] or "[cpr]", text))


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON. Every value goes through `redact`, exceptions and stacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: when, how grave, from where, and what without personal data."""
        values = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(self._message(record)),
        }
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            values["status"] = str(status)
        if request := request_id.get():
            values["request_id"] = request
        if record.exc_info and record.exc_info[0]:
            values["exception"] = redact("".join(traceback.format_exception(*record.exc_info)))
        elif record.exc_text:  # an exception that another process formatted
            values["exception"] = redact(record.exc_text)
        if record.stack_info:
            values["stack"] = redact(record.stack_info)
        return json.dumps(values, ensure_ascii=False)

    @staticmethod
    def _message(record: logging.LogRecord) -> str:
        try:
            return record.getMessage()
        except (TypeError, ValueError):  # a wrong number of arguments must not silence the line
            return f"{record.msg} {record.args!r}"


def config(level: str = "INFO") -> dict:
    """The logging configuration of every process: all loggers write JSON to standard error."""
    quiet = {"level": "WARNING", "handlers": [], "propagate": True}
    through = {"level": level, "handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "core.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": level, "handlers": ["stderr"]},
        "loggers": {
            "django": through,
            "celery": through,
            "gunicorn.error": through,
            # Which page somebody looked at stands in the audit trail, for those who may read it; not in a log.
            "gunicorn.access": quiet,
            # These narrate every font and every glyph.
            "weasyprint": quiet,
            "fontTools": quiet,
        },
    }
