"""The next meeting: what it is proposed to be about, that it was held, and its short minutes."""
