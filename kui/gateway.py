"""Settings of text messages, from the environment."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text_messages(env, mode: str, var_dir: Path) -> dict[str, str]:
    """How text messages leave: ``SMS_BACKEND``, a class of `core.sms.backends`, and what it needs.

    It is empty in production without a gateway: nobody can then be let in by text message.
    """
    url = env("SMS_URL", default="")
    if mode == "production" and url and not url.startswith("https://"):
        raise ImproperlyConfigured("SMS_URL must be https://: codes that let people in go there.")
    named = "HttpBackend" if url else {"demo": "FileBackend", "test": "MemoryBackend"}.get(mode, "")
    return {
        "SMS_BACKEND": f"core.sms.backends.{named}" if named else "",
        "SMS_URL": url,
        "SMS_TOKEN": env("SMS_TOKEN", default=""),
        "SMS_SENDER": env("SMS_SENDER", default="MinPlan"),
        # What the gateway signs its reports with.
        "SMS_REPORT_SECRET": env("SMS_REPORT_SECRET", default=""),
        "SMS_FILE_PATH": str(var_dir / "sms"),
    }
