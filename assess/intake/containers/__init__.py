"""What holds returned files: a zip of them, or an e-mail export. Told apart by their bytes.

Nothing is ever unpacked to disk, and a name inside is only ever shown.
"""

from assess.intake.containers.kinds import container_kind
from assess.intake.containers.opening import Member, members

__all__ = ["Member", "container_kind", "members"]
