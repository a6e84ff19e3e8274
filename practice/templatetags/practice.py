"""What the barometer's pages need of the template language."""

from django import template

register = template.Library()


@register.filter
def times(count: int) -> range:
    """So many turns of a loop."""
    return range(count)
