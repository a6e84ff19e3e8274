"""Who belongs to a programme's target group, who took part, and how it went: dated rows, never overwritten."""
