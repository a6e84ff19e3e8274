"""What libraries' views are open to; their own views enforce it, and tests/test_access.py proves it."""

THIRD_PARTY_POLICIES: dict[str, str] = {}
