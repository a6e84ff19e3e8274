"""One's own profile: name, phone, language."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import signed_in
from accounts.profile.forms import ProfileForm
from accounts.tables import save_row
from accounts.users.models import User
from core.acting import perform
from core.http import respond


@signed_in
def profile(request):
    """Name, phone and language of the person who is signed in."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid() and perform(form, save_row, form, by=request.user, action="user.profile"):
        translation.activate(form.cleaned_data["language"])
    words, to = _("Your profile is saved."), reverse("accounts:profile")
    return respond(request, form, "accounts/profile/profile.html", to=to, words=words)
