"""What we ask: the questionnaire model, its schema and checks, and the versioned library."""
