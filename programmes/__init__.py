"""Programmes: a target group fixed at the start, who took part and how long, targets and staff."""
