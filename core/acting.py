"""Doing what a form asks: once, and with what comes in between kept on the form."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import constraints
from core.idempotency import AlreadySent, SaidBefore, SaidOtherwise, claim, settle
from core.versions import Conflict


def perform(form: forms.BaseForm, action: Callable, /, *args, by, field=None, location="", **kwargs) -> bool:
    """Do what a valid form asks; whether it is done, now or by an earlier sending of the same form.

    The form knows how it went, and `core.http.respond` answers by it: ``done``; ``made``, what ``action`` returned;
    ``repeated``, where an earlier sending led; ``conflict``, when somebody else saved first; or errors, when the action
    or a constraint of the database refused (``overtaken``: because somebody else was first), when the same form was
    sent before and said something else, or when the same was said a moment ago. A refusal that names no field of the
    form stands at ``field``, or above the form. ``location`` is where a repetition is led: an address, or a function of
    what was made.
    """
    form.done, form.made, form.repeated = False, None, None
    known = "" if callable(location) else location
    try:
        with transaction.atomic():
            about = [*_given(action), *args, *kwargs.values()]
            claimed = claim(form, by=by, location=known, about=about) if "submit_key" in form.fields else None
            form.made = action(*args, by=by, **kwargs)
            settle(claimed, location(form.made) if callable(location) else None, form.made)
        form.done = True
    except AlreadySent as earlier:
        form.done, form.repeated = True, earlier.location or known
    except (SaidBefore, SaidOtherwise) as said:
        refuse(form, said)
    except Conflict as lost:
        form.rebase(lost.current)
    except ValidationError as refused:
        refuse(form, refused, field)
    except IntegrityError as error:
        refused = constraints.refusal(error, form.fields)
        if refused is None:
            raise
        refuse(form, refused, field)
    return form.done


def _given(action: Callable) -> list:
    """What an action that is given in part was given."""
    return [*action.args, *action.keywords.values()] if isinstance(action, partial) else []


def refuse(form: forms.BaseForm, refused: ValidationError, field=None) -> None:
    """Put what an action refused beside the fields it is about."""
    form.overtaken = isinstance(refused, constraints.Taken)
    if not hasattr(refused, "error_dict"):
        form.add_error(field, refused)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else field, errors)
