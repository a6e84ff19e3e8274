"""What libraries' views are open to; their own views enforce it, and tests/test_access.py proves it."""

from accounts.signin.urls import POLICIES

THIRD_PARTY_POLICIES: dict[str, str] = {**POLICIES}
