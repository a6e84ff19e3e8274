"""What the young person says: the models of every room."""

from participation.access.models import Entry, EntryCode
from participation.acts.models import OwnAct
from participation.conversation.models import How, Remark, Voice

__all__ = ["Entry", "EntryCode", "How", "OwnAct", "Remark", "Voice"]
