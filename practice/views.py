"""Pages of the unit's own development. A sealed card's text never reaches a template."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import role_view
from accounts.models import Role
from core import clock, idempotency
from practice import actions
from practice.forms import PostcardAddForm
from practice.models import Postcard


@role_view(Role.GUIDE, Role.LEADER)
def postcard_list(request):
    """The unit's postcards: the opened ones to read, newest first, and the sealed ones with their day."""
    today = clock.today()
    cards = Postcard.objects.of_unit(request.user.unit).select_related("by", "unit")
    opened = Paginator(cards.opened(today).order_by("-opens_on", "-pk"), 12)
    return render(
        request,
        "practice/postcard_list.html",
        {"opened": opened.get_page(request.GET.get("page")), "sealed": cards.sealed(today)},
    )


@role_view(Role.GUIDE, Role.LEADER)
def postcard_detail(request, pk):
    """One card: its text when its day has come, else when it opens."""
    today = clock.today()
    cards = Postcard.objects.of_unit(request.user.unit).select_related("by", "unit").defer("text")
    card = get_object_or_404(cards, pk=pk)
    text = card.read(on=today) if card.is_open(today) else None
    return render(
        request,
        "practice/postcard_detail.html",
        {"card": card, "text": text, "days": (card.opens_on - today).days},
    )


@role_view(Role.GUIDE, Role.LEADER)
def postcard_add(request):
    """Write a card and seal it."""
    form = PostcardAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                claimed = idempotency.claim(form, by=request.user, location=reverse("practice:postcard_list"))
                actions.write_postcard(
                    unit=request.user.unit,
                    by=request.user,
                    text=data["text"],
                    opens_on=data["opens_on"],
                    motif=data["motif"],
                )
                idempotency.settle(claimed, reverse("practice:postcard_list"))
        except idempotency.AlreadySent as sent:
            return redirect(sent.location)
        messages.success(request, _("Sealed. Nobody can read it before its day, you neither."))
        return redirect("practice:postcard_list")
    motifs = [(static(f"practice/{option.data['value']}.svg"), option) for option in form["motif"]]
    return render(request, "practice/postcard_add.html", {"form": form, "motifs": motifs})
