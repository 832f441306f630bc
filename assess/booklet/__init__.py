"""A questionnaire to be read and reviewed: everything it asks, and how each answer counts."""
