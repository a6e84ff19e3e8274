"""Pages of the unit's own development. A sealed card's text never reaches a template."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import role_view
from accounts.models import Role, User
from core import clock
from core.acting import perform
from core.http import number_in, respond
from practice.barometer.models import Round
from practice.postcards import actions
from practice.postcards.forms import PostcardAddForm
from practice.postcards.models import Postcard


@role_view(Role.GUIDE, Role.LEADER)
def postcard_list(request):
    """The unit's postcards: the opened ones to read, newest first, and the sealed ones with their day."""
    today = clock.today()
    cards = Postcard.objects.of_unit(request.user.unit).select_related("by", "unit", "round")
    opened = Paginator(cards.opened(today).order_by("-opens_on", "-pk"), 12)
    return render(
        request,
        "practice/postcards/postcard_list.html",
        {"opened": opened.get_page(request.GET.get("page")), "sealed": cards.sealed(today)},
    )


@role_view(Role.GUIDE, Role.LEADER)
def postcard_detail(request, pk):
    """One card: its text when its day has come, else when it opens."""
    today = clock.today()
    cards = Postcard.objects.of_unit(request.user.unit).select_related("by", "unit", "round").defer("text")
    card = get_object_or_404(cards, pk=pk)
    text = card.read(on=today) if card.is_open(today) else None
    return render(
        request,
        "practice/postcards/postcard_detail.html",
        {"card": card, "text": text, "days": (card.opens_on - today).days},
    )


def _round(request) -> Round | None:
    """The round after which it is written; one of the unit's that is over."""
    pk = number_in(request.GET, "runde")
    if pk is None:
        return None
    return get_object_or_404(Round.objects.of_unit(request.user.unit_id).over(clock.today()), pk=pk)


@role_view(Role.GUIDE, Role.LEADER)
def postcard_add(request):
    """Write a card and seal it; after a round, with what the round showed at hand."""
    colleagues = User.objects.filter(unit=request.user.unit_id).order_by().values_list("name", flat=True)
    form, after = PostcardAddForm(request.POST or None, colleagues=colleagues), _round(request)
    cards = reverse("practice:postcard_list")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        written = {name: data[name] for name in ("text", "opens_on", "motif")}
        unit = request.user.unit
        perform(
            form, actions.write_postcard, unit=unit, by=request.user, after=after, location=cards, **written
        )
    motifs = [(static(f"practice/{option.data['value']}.svg"), option) for option in form["motif"]]
    words = _("Sealed. Nobody can read it before its day, you neither.")
    return respond(
        request,
        form,
        "practice/postcards/postcard_add.html",
        {"motifs": motifs, "round": after},
        to=cards,
        words=words,
    )
