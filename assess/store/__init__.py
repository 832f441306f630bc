"""The store of a workspace: partners, what was sent, what came back, what was decided.

SQLite or PostgreSQL, one row a returned file; the files themselves are kept as evidence.
"""

from assess.store.dates import dated_evidence
from assess.store.disputes import (
    Dispute,
    DisputeAnswer,
    Raised,
    answer_dispute,
    load_disputes,
    save_dispute,
)
from assess.store.evidence import keep_evidence
from assess.store.issued import IssuedWorkbook, issued_partners, issued_to, record_issues
from assess.store.observations import Observation, load_observations, record_observations
from assess.store.opening import open_store
from assess.store.partners import (
    PartnerCounts,
    load_partners,
    partner_history,
    save_partners,
    unknown_partner,
)
from assess.store.portfolio import Portfolio, load_portfolio
from assess.store.register import (
    Closing,
    Evidence,
    Registered,
    close_evidence,
    load_register,
    record_evidence,
)
from assess.store.reviews import (
    Recorded,
    Review,
    Withdrawal,
    load_recorded,
    load_reviews,
    save_review,
    save_withdrawal,
)
from assess.store.rows import NewSubmission, StoredSubmission
from assess.store.submissions import (
    Outcome,
    all_hashes,
    all_keys,
    completed,
    history,
    load_newest,
    load_submissions,
    periods,
    save_submission,
    save_submissions,
    stored_by_hash,
    stored_for_others,
    would_be,
)

__all__ = [
    "Closing",
    "Dispute",
    "DisputeAnswer",
    "Evidence",
    "IssuedWorkbook",
    "NewSubmission",
    "Observation",
    "Outcome",
    "PartnerCounts",
    "Portfolio",
    "Raised",
    "Recorded",
    "Registered",
    "Review",
    "StoredSubmission",
    "Withdrawal",
    "all_hashes",
    "all_keys",
    "answer_dispute",
    "close_evidence",
    "completed",
    "dated_evidence",
    "history",
    "issued_partners",
    "issued_to",
    "keep_evidence",
    "load_disputes",
    "load_newest",
    "load_observations",
    "load_partners",
    "load_portfolio",
    "load_recorded",
    "load_register",
    "load_reviews",
    "load_submissions",
    "open_store",
    "partner_history",
    "periods",
    "record_evidence",
    "record_issues",
    "record_observations",
    "save_dispute",
    "save_partners",
    "save_review",
    "save_submission",
    "save_submissions",
    "save_withdrawal",
    "stored_by_hash",
    "stored_for_others",
    "unknown_partner",
    "would_be",
]
