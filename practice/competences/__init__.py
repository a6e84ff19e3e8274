"""Who knows what: fields, education, the qualification that the law asks of those who guide, and courses."""
