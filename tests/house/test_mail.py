"""No mail waits for somebody without being asked again, just before it leaves, whether it still is for them."""

import ast
from pathlib import Path

from django.apps import apps
from django.conf import settings

# Mails to the very person about their own access: they are to hear of it whatever happens meanwhile. And the outbox
# itself.
WHATEVER_HAPPENS = {
    ("accounts/signin/adapters.py", "send_mail"),
    ("accounts/users/actions.py", "send_invitation"),
    ("accounts/users/actions.py", "_tell_both_addresses"),
}


def without_check():
    """``(module, function)`` of every mail that is queued without a check, and how many are queued in all."""
    found, total = set(), 0
    for app in apps.get_app_configs():
        if not Path(app.path).is_relative_to(settings.BASE_DIR) or ".venv" in app.path:
            continue
        for path in Path(app.path).rglob("*.py"):
            for function in ast.walk(ast.parse(path.read_text())):
                if not isinstance(function, ast.FunctionDef):
                    continue
                for call in ast.walk(function):
                    name = isinstance(call, ast.Call) and getattr(
                        call.func, "attr", getattr(call.func, "id", "")
                    )
                    if name in ("queue_mail", "queue_each"):
                        total += 1
                        if "still_wanted" not in {keyword.arg for keyword in call.keywords}:
                            found.add((str(path.relative_to(settings.BASE_DIR)), function.name))
    return found, total


def test_every_mail_is_asked_about_just_before_it_leaves():
    found, total = without_check()
    assert total > 12
    assert found == WHATEVER_HAPPENS
