"""What the young person says: the models of every room."""

from participation.conversation.models import How, Statement, Voice

__all__ = ["How", "Statement", "Voice"]
