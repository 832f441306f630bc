"""How sure tiers are, as tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from assess.certainty import Certainty, certain, share_words
from assess.cli.screen import say, show_table
from scoring.policy import Tier
from scoring.results import Assessment
from scoring.robustness.influence import answer_influence, shortfalls, weight_influence
from scoring.robustness.ranks import Ranks
from scoring.rounding import nearest

MOST = 10
"""How many answers the table of influence shows, the most influential first."""

UNSURE = 5
"""Per cent of the weightings from which on the order of two neighbours is said to be unsure."""


def show_portfolio(
    certainties: Sequence[Certainty], order: Sequence[Assessment], ranks: Ranks
) -> None:
    """Show a line a partner, best rank first, and how sure the order is."""
    place = {found.profile.id: row for row, found in enumerate(order)}
    last = len(order) + 1
    by_rank = sorted(
        certainties,
        key=lambda c: int(ranks.now[place[c.assessment.profile.id]]) or last,
    )
    rows = [_portfolio_row(each, ranks, place[each.assessment.profile.id]) for each in by_rank]
    numbers = ("Holds", "Higher", "Lower", "Answers", "Score", "Low", "High", "Backed", "Rank")
    right = "|".join((*numbers, "5–95 %"))
    show_table(("Partner", "Tier", *numbers, "5–95 %"), rows, right=right)
    draws = certainties[0].draws
    say(f"Holds, higher, lower: of {draws:,} reasonable weightings. Answers: how many alone would")
    say("change the tier, one level worse or better. Score: the one the tier rests on; low and")
    say("high: all unanswered at worst, at best; backed: what is only self-attested at worst.")
    if ranks.agreement is not None:
        unsure = int((100 * ranks.overtaken > UNSURE * ranks.draws).sum())
        neighbours = f"{unsure} of {max(int((ranks.now > 0).sum()) - 1, 0)}"
        say(f"The order agrees with that of other weightings by {ranks.agreement:.2f} (Kendall's")
        say(f"tau, 1 is always); {neighbours} neighbours change places in over {UNSURE} %.")
    least = min(certainties, key=lambda c: (c.same, -len(c.answers)))
    say(f"Next: assess certainty {least.assessment.profile.id}")


def _portfolio_row(certainty: Certainty, ranks: Ranks, row: int) -> tuple[object, ...]:
    found = certainty.assessment
    overall = found.scores["overall"]
    ranked = int(ranks.now[row])
    return (
        found.profile.id,
        _title(certainty.tier),
        *_shares(certainty),
        len(certainty.answers),
        overall.decisive,
        overall.low,
        overall.high,
        nearest(certainty.backed),
        ranked or None,
        f"{int(ranks.low[row])}–{int(ranks.high[row])}" if ranked else None,
    )


def show_partner(certainty: Certainty) -> None:
    """Show how often each tier comes out, the bounds, what decides, and what weighs most."""
    found = certainty.assessment
    title = f"{found.profile.name}, {found.period}: tiers in {certainty.draws:,} weightings"
    rows = [
        (_title(tier), count, share_words(count, certainty.draws), _mark(certainty, tier))
        for tier, count in reversed(certainty.tiers)
    ]
    show_table(("Tier", "Weightings", "Share", ""), rows, title=title, right="Weightings|Share")
    _show_bounds(certainty)
    _show_decisive(certainty)
    _show_principles(found)
    _show_answers(found)
    say(certain(certainty) or "Nothing is answered, so there is no tier to be sure of.")
    say("What is reasonable, and what this does not say: scoring/ROBUSTNESS.md")
    say(f"Next: assess explain {found.profile.id} --period {found.period}")


def _show_bounds(certainty: Certainty) -> None:
    overall = certainty.assessment.scores["overall"]
    backed = f"{_title(certainty.backed_tier)} then"
    rows = [
        ("as it stands, open answers and claims not met", overall.decisive, ""),
        ("all that is unanswered at its worst", overall.low, ""),
        ("all that is unanswered at its best", overall.high, ""),
        ("all that is only self-attested at its worst", nearest(certainty.backed), backed),
    ]
    show_table(("Overall score", "", "Tier"), rows, title="Bounds", right="|")


def _show_decisive(certainty: Certainty) -> None:
    if certainty.decisive:
        rows = [
            (each.question, f"one level {each.direction}", _title(each.tier))
            for each in certainty.decisive
        ]
        show_table(("Question", "If", "Tier then"), rows, title="Answers that decide the tier")


def _show_principles(found: Assessment) -> None:
    weights = {each.name: each for each in weight_influence(found)}
    lost = shortfalls(found)
    rows = [
        (
            name,
            found.policy.principle_weights[place],
            found.scores[name].decisive,
            nearest(lost.get(name)),
            _percent(weights[name].total) if name in weights else None,
        )
        for place, name in enumerate(lost)
    ]
    if rows:
        numbers = ("Weight", "Score", "Lost", "Weight decides")
        title = "What each principle costs the overall score, and how much its weight matters"
        show_table(("Principle", *numbers), rows, title=title, right="|".join(numbers))


def _show_answers(found: Assessment) -> None:
    most = sorted(answer_influence(found), key=lambda each: (-each.total, each.name))[:MOST]
    rows = [(each.name, _percent(each.total)) for each in most]
    if rows:
        title = "Answers that the overall score hangs on most, whatever was answered"
        show_table(("Question", "Influence"), rows, title=title, right="Influence")


def _shares(certainty: Certainty) -> tuple[str, ...]:
    counts = (certainty.same, certainty.higher, certainty.lower)
    return tuple(_short(share_words(count, certainty.draws)) for count in counts)


def _short(words: str) -> str:
    """Write a share for a column."""
    return words.replace("less than ", "<").replace("more than ", ">")


def _mark(certainty: Certainty, tier: Tier | None) -> str:
    return "now" if tier == certainty.tier else ""


def _percent(share: float) -> str:
    return f"{max(100 * share, 0):.1f} %"


def _title(tier: Tier | None) -> str:
    return tier.title if tier else "none"
