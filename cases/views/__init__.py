"""The pages of casework, a module a page family."""
