"""Tags of the account pages."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.users.confirming import what_changed

register = template.Library()


@register.simple_tag
def why_waiting(user):
    """What a user waits for a leader to confirm: the row of the trail, or None when it is gone."""
    return what_changed([user]).get(user.pk)


@register.inclusion_tag("accounts/profile/_account_nav.html", takes_context=True)
def account_nav(context):
    """The ways between the pages of one's own account; the one that is open is marked."""
    path = context["request"].path
    pages = [
        (reverse("accounts:profile"), _("My profile")),
        (reverse("account_change_password"), _("Password")),
        (reverse("mfa_index"), _("Two-step sign-in")),
        (reverse("accounts:session_list"), _("Where I am signed in")),
    ]
    return {"pages": [(url, label, path == url) for url, label in pages]}
