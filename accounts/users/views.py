"""The unit's users, for the administrator."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import role_view
from accounts.exporting import Export, home_of, take_out
from accounts.roles import Role
from accounts.users import actions, mfa_reset
from accounts.users.confirming import confirm_user, waiting_for_confirmation, what_changed
from accounts.users.filters import NO_PASSWORD, UserFilterSet, contact_gone
from accounts.users.forms import UserCloseForm, UserEditForm, UserInviteForm
from accounts.users.invite_many import InviteManyForm, invite_many
from accounts.users.models import User
from core import clock, exports
from core.acting import perform
from core.http import number_in, respond
from core.idempotency import SubmitKeyForm
from core.mail.models import OutboxMail
from core.phones import show_phone

PER_PAGE = 50


def manageable_users(admin: User):
    """The users an administrator keeps: second factor, whether they have been in or no longer may, last mail."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    # Only the latest mail to the address counts: a link that was sent again and left is fine.
    latest = (
        OutboxMail.objects.filter(to__iexact=OuterRef(OuterRef("email"))).order_by("-pk").values("pk")[:1]
    )
    mails = OutboxMail.objects.filter(pk=Subquery(latest), state=OutboxMail.State.FAILED)
    return (
        User.objects.filter(unit=admin.unit)
        .select_related("partner_contact")
        .annotate(
            has_factor=Exists(factors),
            is_invited=Case(When(NO_PASSWORD, then=Value(True)), default=Value(False)),
            is_gone=Case(When(contact_gone(), then=Value(True)), default=Value(False)),
            mail_error=Subquery(mails.values("error")[:1]),
        )
    )


def not_in_yet(admin: User):
    """Those whom an invitation brings in: they have access, and have chosen no password yet."""
    return manageable_users(admin).filter(NO_PASSWORD, is_active=True, is_gone=False)


@role_view(Role.ADMIN)
def user_list(request):
    """The unit's users."""
    filters = UserFilterSet(request.GET, manageable_users(request.user), request=request)
    if request.GET.get("format") in exports.TYPES:
        return _export(request, filters.qs, request.GET["format"])
    page = Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "page": page}
    if request.GET.get("state") == "invited":
        context |= {"again": SubmitKeyForm(), "waiting": not_in_yet(request.user).count()}
    return render(request, "accounts/users/user_list.html", context)


def _export(request, rows: list[User], fmt: str):
    """The list as a file, for the review of who has access."""
    headings = [_("Name"), _("Initials"), _("E-mail"), _("Role"), _("Phone"), _("Guidance qualification")]
    headings += [_("Open access"), _("Second step"), _("Last in"), _("Made")]
    yes, no = _("Yes"), _("No")
    values = (
        (
            user.name,
            user.initials,
            user.email,
            user.get_role_display(),
            show_phone(user.phone),
            user.qualification,
            yes if user.is_active else no,
            yes if user.has_factor else no,
            user.last_login and clock.local_date(user.last_login),
            clock.local_date(user.date_joined),
        )
        for user in rows
    )
    name, words = _("users {day}").format(day=clock.today().isoformat()), _("Users")
    taken = Export("brugere", fmt, name, words, home_of(request), "user.export", sheet=words)
    return take_out(request, taken, headings, values, changes={"rows": [None, len(rows)]}, count=len(rows))


def _with_leader(words: str, user: User) -> str:
    """What is said of a user, and that a leader must confirm them, while they wait for it: only leaders are mailed."""
    if not user.is_confirmed:
        words += " " + _("A leader must confirm {name} before they can come in.")
    return words.format(name=user.name)


@role_view(Role.ADMIN)
def user_invite(request):
    """Invite somebody to the unit."""
    form = UserInviteForm(request.POST or None, instance=User(unit=request.user.unit))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in actions.EDITABLE}
        perform(form, actions.invite_user, by=request.user, **values)
    words = form.made and _with_leader(_("{name} gets a mail with a link."), form.made)
    to = reverse("accounts:user_list")
    return respond(request, form, "accounts/users/user_invite.html", to=to, words=words)


@role_view(Role.ADMIN)
def user_invite_many(request):
    """Invite several at once; the lines that cannot be stand there again, each with why."""
    form, done = InviteManyForm(request.POST or None), []
    to = reverse("accounts:user_list") + "?state=invited"
    if form.is_valid():
        data = form.cleaned_data
        told = {"administrators": data["administrators"], "by": request.user}
        perform(form, invite_many, data["people"], data["role"], location=to, **told)
        done = form.made or []
    invited, refused = [row for row in done if row.user], [row for row in done if not row.user]
    if refused:
        left = {"people": "\n".join(row.line for row in refused), "role": data["role"]}
        form = InviteManyForm(initial=left)  # with a key of its own: the first one has been used
    words = ngettext("%(n)s person is invited.", "%(n)s people are invited.", len(invited)) % {
        "n": len(invited)
    }
    context = {"invited": invited, "refused": refused}
    return respond(request, form, "accounts/users/user_invite_many.html", context, to=to, words=words)


def _after(user: User) -> str:
    """Where an act on a user leads: who takes over, when they can carry no cases and still carry something."""
    if user.is_partner or user.may_carry or not actions.offboarding_warnings(user):
        return reverse("accounts:user_list")
    return reverse("overview:takeover_user", args=[user.pk])


@role_view(Role.ADMIN)
def user_edit(request, pk):
    """Change a user."""
    user = get_object_or_404(manageable_users(request.user), pk=pk)
    form = UserEditForm(request.POST or None, instance=user)
    if form.is_valid():
        changed = {"expected_version": form.expected, "values": form.values}
        perform(form, actions.change_user, form.edited, by=request.user, **changed)
    context = {
        "shown": user,
        "waiting": mfa_reset.pending_request(user),
        "left": not user.is_partner and not user.may_carry and actions.offboarding_warnings(user),
    }
    words, to = "", reverse("accounts:user_list")
    if form.is_bound:
        to = _after(form.edited)
        words = _with_leader(_("{name} is saved."), form.edited)
    return respond(request, form, "accounts/users/user_edit.html", context, to=to, words=words)


@role_view(Role.ADMIN)
@require_POST
def user_invite_again(request, pk):
    """Send the invitation again."""
    user = get_object_or_404(not_in_yet(request.user), pk=pk)
    actions.resend_invitation(user, by=request.user)
    messages.success(request, _("{name} gets a new link.").format(name=user.name))
    return redirect("accounts:user_edit", pk=pk)


@role_view(Role.ADMIN)
@require_POST
def user_invite_all_again(request):
    """Send everybody who has not been in yet an invitation: those whom the server's command made had none."""
    form, to = SubmitKeyForm(request.POST), reverse("accounts:user_list") + "?state=invited"
    if form.is_valid():
        perform(form, actions.resend_invitations, not_in_yet(request.user), by=request.user, location=to)
    if n := form.made:
        messages.success(
            request, ngettext("%(n)s person gets a new link.", "%(n)s people get a new link.", n) % {"n": n}
        )
    return redirect(to)


@role_view(Role.ADMIN)
def user_close(request, pk):
    """Close a user's access, after saying what would be left without somebody."""
    user = get_object_or_404(manageable_users(request.user).filter(is_active=True), pk=pk)
    warnings = actions.offboarding_warnings(user)
    form = UserCloseForm(request.POST if request.method == "POST" else None, warnings=warnings)
    if form.is_valid():
        perform(form, actions.close_user, user, by=request.user, reason=form.cleaned_data["reason"])
    context, to = {"shown": user, "warnings": warnings}, _after(user)
    words = _("{name} no longer has access.").format(name=user.name)
    return respond(request, form, "accounts/users/user_close.html", context, to=to, words=words)


@role_view(Role.ADMIN)
@require_POST
def user_reopen(request, pk):
    """Open a closed access again."""
    user = get_object_or_404(manageable_users(request.user).filter(is_active=False), pk=pk)
    actions.reopen_user(user, by=request.user)
    messages.success(request, _with_leader(_("{name} has access again."), user))
    return redirect("accounts:user_edit", pk=pk)


@role_view(Role.LEADER)
def user_confirmations(request):
    """Those who wait for a leader to say that it is them."""
    users = list(waiting_for_confirmation(request.user))
    acts = what_changed(users)
    rows = [{"shown": user, "act": acts.get(user.pk)} for user in users]
    return render(request, "accounts/users/user_confirmations.html", {"rows": rows})


@role_view(Role.LEADER)
@require_POST
def user_confirm(request, pk):
    """Say that it is them, as the leader saw them on the page."""
    user = get_object_or_404(User, unit=request.user.unit, pk=pk)
    seen = number_in(request.POST, "version") or 0
    try:
        confirm_user(user, by=request.user, expected_version=seen)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("{name} is confirmed.").format(name=user.name))
    return redirect("accounts:user_confirmations")


@role_view(Role.ADMIN)
@require_POST
def factor_reset_ask(request, pk):
    """Ask for a user's second step to be removed; somebody else confirms."""
    user = get_object_or_404(manageable_users(request.user).filter(is_active=True), pk=pk)
    try:
        mfa_reset.request_reset(user, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("A leader or another administrator has got a mail and must confirm."))
    return redirect("accounts:user_edit", pk=pk)


@role_view(Role.ADMIN, Role.LEADER)
def factor_reset_confirm(request, pk):
    """Confirm, as the second person, that a user's second step is to be removed."""
    user = get_object_or_404(manageable_users(request.user).filter(is_active=True), pk=pk)
    waiting, error = mfa_reset.pending_request(user), ""
    if request.method == "POST":
        try:
            mfa_reset.confirm_reset(user, by=request.user)
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            messages.success(request, _("The second step of {name} is removed.").format(name=user.name))
            return redirect("home")
    may = (
        waiting
        and mfa_reset.possible_confirmers(user, asked_by=waiting.asked_by).filter(pk=request.user.pk).exists()
    )
    context = {"shown": user, "waiting": waiting, "may": may, "error": error}
    return render(request, "accounts/users/factor_reset_confirm.html", context, status=400 if error else 200)
