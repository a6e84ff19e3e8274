"""IGLO: steps the unit agrees on, for the individual, the group, leadership and the organisation."""
