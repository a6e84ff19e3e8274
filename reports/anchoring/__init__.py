"""How firmly each partnership is anchored, computed from what is there, with the reason in words."""
