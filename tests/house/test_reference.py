"""What the migrations bring is there for every test, also after one that emptied the database."""

import pytest

from partners.models import PartnerCategory
from plans.models import Destination


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_the_tables_of_reference_outlive_a_transactional_test(turn):
    """The second turn comes after the first has emptied everything."""
    assert PartnerCategory.objects.filter(code="uu").exists()
    assert Destination.objects.count() > 10
