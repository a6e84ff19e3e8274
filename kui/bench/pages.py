"""The pages of the goals, each as a call that returns what a reader gets. Access rule and audit are on."""

from datetime import timedelta
from functools import partial

from django.test import Client
from django.urls import reverse

from core import clock
from kui.bench.dataset import Dataset
from meetings.agenda.actions import propose_agenda
from meetings.minutes.actions import write_minutes
from meetings.models import Meeting, MeetingType
from meetings.planning.actions import hold, plan_meeting
from participation.access.actions import invite
from participation.access.models import Entry
from plans.models import Milestone


def pages_of(filled: Dataset) -> dict:
    """Every page of the goals by its name, as a call that returns the body."""
    guide, leader, partner = map(_signed_in, (filled.guide, filled.leader, filled.partner))
    case = filled.guide.guided_cases.order_by("opened_on", "pk").first()
    milestone = Milestone.objects.filter(plan__case=case, status="planned").order_by("position").first()
    unit_list, meeting = reverse("workspace:unit_list"), _meeting(case, filled.guide)
    youth, then = _signed_in(_young_person(case, filled.guide)), clock.today() - timedelta(days=200)
    # Who looks, and at what: another page is another line.
    read = {
        "empty": (guide, "/_bench/empty/"),
        "table": (guide, "/_bench/table/"),
        "min_dag": (guide, reverse("workspace:my_day")),
        "mine_unge": (guide, reverse("workspace:mine")),
        "unit_list": (leader, f"{unit_list}?sort=frist"),
        "unit_list_p100": (leader, f"{unit_list}?sort=frist&page=100"),
        "sagen": (guide, reverse("workspace:case_detail", args=[case.pk])),
        "moede": (guide, reverse("meetings:meeting", args=[case.pk, meeting.pk])),
        "overblik": (leader, reverse("overview:front")),
        "daekning": (leader, reverse("overview:coverage")),
        "dengang": (leader, f"{reverse('overview:then')}?pr={then.isoformat()}"),
        "tal_dengang": (leader, f"{reverse('overview:metric_list', args=['in_unit'])}?pr={then.isoformat()}"),
        "partner_first": (partner, reverse("portal:partner_inbox")),
        "partner_promises": (partner, reverse("portal:promise_list")),
        "min_plan": (youth, reverse("portal:my_plan")),
    }
    pages = {key: partial(_get, client, url) for key, (client, url) in read.items()}
    return pages | {"milestone_move": _Mover(guide, case, milestone), "search": partial(_search, guide)}


def _meeting(case, guide) -> Meeting:
    """A meeting that was held today, with an agenda of the plan and the form's themes, and minutes begun."""
    kind = MeetingType.objects.get(code="follow-up")
    people = ["youth", f"colleague-{guide.pk}"]
    meeting = plan_meeting(case, by=guide, type=kind, starts_at=clock.at(clock.today(), 9), people=people)
    items = propose_agenda(meeting, by=guide)
    hold(meeting, by=guide, present=people)
    said = {item.pk: ("Vi ringer til skolen i morgen, og ses igen om tre uger.", False) for item in items}
    write_minutes(meeting, by=guide, expected_version=0, outcomes=said)
    return meeting


def _young_person(case, guide):
    """The young person of the case, let into Min plan with a code on paper, which needs no address of theirs."""
    return invite(case, by=guide, channel=Entry.Channel.PAPER, destination="").user


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _get(client: Client, url: str) -> bytes:
    response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url} answered {response.status_code}")
    return response.content


def _search(client: Client) -> bytes:
    response = client.post(reverse("workspace:search"), {"q": "alma jens"}, headers={"HX-Request": "true"})
    if response.status_code != 200:
        raise RuntimeError(f"search answered {response.status_code}")
    return response.content


class _Mover:
    """Starts a milestone and puts it back, in turn: each call is one POST and one real move."""

    def __init__(self, client: Client, case, milestone):
        self.client, self.milestone = client, milestone
        self.url = reverse("plans:milestone_move", args=[case.pk, milestone.pk])

    def __call__(self) -> bytes:
        status = "under_way" if self.milestone.status == "planned" else "planned"
        data = {"status": status, "version": self.milestone.version}
        response = self.client.post(self.url, data, headers={"HX-Request": "true"})
        if response.status_code != 204:
            raise RuntimeError(f"moving a milestone answered {response.status_code}")
        self.milestone.status, self.milestone.version = status, self.milestone.version + 1
        return response.content
