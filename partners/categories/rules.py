"""Which categories mean something to a rule."""

# The kinds of partner that carry on when somebody comes of age (codes of the categories).
ADULT_SIDE = ("adult_social", "employment", "benefits", "social_psychiatry")
