"""Who does a part of the plan."""


class Carried:
    """Mix-in: a part of the plan with ``responsible`` and, of a partner, ``contact``."""

    @property
    def carrier(self) -> str:
        """Who does it, by name where it is a partner's person."""
        if self.responsible == self.Responsible.PARTNER and self.contact:
            return f"{self.contact.name}, {self.contact.partner.name}"
        return self.get_responsible_display()
