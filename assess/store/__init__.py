"""The store of a workspace: partners, what was sent, what came back, what was decided.

SQLite or PostgreSQL, one row a returned file; the files themselves are kept as evidence.
"""

from assess.store.evidence import keep_evidence
from assess.store.issued import IssuedWorkbook, issued_partners, issued_to, record_issues
from assess.store.opening import open_store
from assess.store.partners import (
    PartnerCounts,
    load_partners,
    partner_history,
    save_partners,
    unknown_partner,
)
from assess.store.portfolio import Portfolio, load_portfolio
from assess.store.reviews import Review, load_reviews, save_review
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
    "IssuedWorkbook",
    "NewSubmission",
    "Outcome",
    "PartnerCounts",
    "Portfolio",
    "Review",
    "StoredSubmission",
    "all_hashes",
    "all_keys",
    "completed",
    "history",
    "issued_partners",
    "issued_to",
    "keep_evidence",
    "load_newest",
    "load_partners",
    "load_portfolio",
    "load_reviews",
    "load_submissions",
    "open_store",
    "partner_history",
    "periods",
    "record_issues",
    "save_partners",
    "save_review",
    "save_submission",
    "save_submissions",
    "stored_by_hash",
    "stored_for_others",
    "unknown_partner",
    "would_be",
]
