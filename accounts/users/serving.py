"""Whether a mail still is for whom it was written to: asked by the outbox just before it leaves."""

from accounts.users.models import User


def mail_check(user: User) -> str:
    """What `core.mail.outbox.queue_mail` takes as ``still_wanted``: a mail to ``user`` in the role they have now."""
    return f"accounts.users.serving.still_serves:{user.pk}/{user.role}"


def still_serves(argument: str) -> bool:
    """Whether the access still is open, and in the same role: ``"user id/role"``."""
    user_id, _slash, role = argument.partition("/")
    return User.objects.filter(pk=user_id, role=role, is_active=True).exists()
