"""The sample partners: who they are, what they returned, and the generator that made it."""
