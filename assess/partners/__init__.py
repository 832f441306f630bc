"""Partner profiles in: from a CSV or xlsx list, or from single values, to checked profiles."""

from assess.partners.profiles import read_profile, updated
from assess.partners.reading import read_partners

__all__ = ["read_partners", "read_profile", "updated"]
