"""Sparring: a guide brings a case, colleagues ask into it while the meeting lasts, and it ends in one next step."""
