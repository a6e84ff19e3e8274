"""Pages of the unit's own development. A sealed card's text never reaches a template."""

from django.contrib.messages import WARNING
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import role_view
from accounts.models import Role, User
from core import clock
from core.acting import perform
from core.http import acted, number_in, respond
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
        {
            "opened": opened.get_page(request.GET.get("page")),
            "sealed": cards.sealed(today),
            "taken_back": cards.taken_back(today).select_related("taken_back_by"),
        },
    )


@role_view(Role.GUIDE, Role.LEADER)
def postcard_detail(request, pk):
    """One card: its text when its day has come, else when it opens, or that it was taken back."""
    today = clock.today()
    card = _card(request, pk)
    text = card.read(on=today) if card.is_open(today) else None
    return render(
        request,
        "practice/postcards/postcard_detail.html",
        {
            "card": card,
            "text": text,
            "days": (card.opens_on - today).days,
            "may_take_back": card.may_be_taken_back_by(request.user, on=today),
        },
    )


def _card(request, pk) -> Postcard:
    cards = Postcard.objects.of_unit(request.user.unit).defer("text")
    return get_object_or_404(cards.select_related("by", "unit", "round", "taken_back_by"), pk=pk)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def postcard_take_back(request, pk):
    """Take a sealed card back; its writer or a leader."""
    card = _card(request, pk)
    if request.user.pk != card.by_id and not request.user.is_leader:
        raise Http404
    to = reverse("practice:postcard_detail", args=[card.pk])
    try:
        actions.take_back_postcard(card, by=request.user)
    except ValidationError as refused:
        return acted(request, " ".join(refused.messages), to=to, level=WARNING, status=409)
    return acted(request, _("The postcard is taken back."), to=to)


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
