"""Staff's daily pages over cases and plans."""
