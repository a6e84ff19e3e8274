"""``manage.py start_unit``: a unit, its municipality, its first administrator and its first leader."""

import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.roles import Role
from accounts.users.actions import password_link, send_invitation
from accounts.users.models import Unit
from accounts.users.starting import start_unit
from core import municipalities
from core.text import slug_of

# What is asked for, in this order, when it is not given: option, question.
QUESTIONS = (
    ("name", "The unit's name, as it stands on plans (Ungeenheden Nordkysten)"),
    ("municipality", "The municipality, its name or code (Odsherred)"),
    ("admin_name", "The first administrator's name"),
    ("admin", "The first administrator's e-mail"),
    ("leader_name", "The first leader's name (empty: the administrator invites one)"),
    ("leader", "The first leader's e-mail"),
)
OPTIONAL = {"leader_name", "leader"}


class Command(BaseCommand):
    """Asks for what is not given as an option. Named again, whoever has not chosen a password gets a new link."""

    help = "Make a unit with its first administrator and leader, and invite them."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        """An option for each question."""
        for option, question in QUESTIONS:
            parser.add_argument(f"--{option.replace('_', '-')}", default="", help=question)
        parser.add_argument(
            "--slug", default="", help="what commands call the unit; made of its name otherwise (nordkysten)"
        )
        parser.add_argument(
            "--print-links", action="store_true", help="print the links, once, instead of mailing them"
        )

    def handle(self, **options):
        """Ask, make, invite."""
        if there := Unit.objects.filter(slug=options["slug"]).first():
            options["name"] = there.name
        said = self._answers(options)
        code = municipalities.code_of(said["municipality"])
        if not code:
            raise CommandError(f"No Danish municipality is called {said['municipality']!r}.")
        first = [(Role.ADMIN, said["admin_name"], said["admin"])]
        if said["leader"]:
            first.append((Role.LEADER, said["leader_name"], said["leader"]))
        slug = options["slug"] or slug_of(said["name"])[:50]
        try:
            with transaction.atomic():
                users = start_unit(slug=slug, name=said["name"], municipality_code=code, first=first)
                if not options["print_links"]:
                    for user in users:
                        send_invitation(user, by=None)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"{users[0].unit} ({slug}), {municipalities.full_name(code)}")
        for user in users:
            told = password_link(user) if options["print_links"] else f"an invitation goes to {user.email}"
            self.stdout.write(f"{user.role}  {user}  {told}")

    def _answers(self, options) -> dict[str, str]:
        """What was given, and what is answered when somebody sits there. Raises CommandError for what is missing."""
        said = {}
        for option, question in QUESTIONS:
            said[option] = options[option].strip()
            needed = said["leader_name"] != "" if option == "leader" else option not in OPTIONAL
            asked = needed or option == "leader_name" and not options["leader"] and not options["admin"]
            if not said[option] and asked and sys.stdin.isatty():
                said[option] = input(f"{question}: ").strip()
            if not said[option] and needed:
                raise CommandError(f"Say --{option.replace('_', '-')}: {question}.")
        if said["leader"] and not said["leader_name"]:
            raise CommandError("Say --leader-name too.")
        return said
