"""How a change is written for people: signed tenths that add up to what else is on the screen."""

from __future__ import annotations

from fractions import Fraction

from scoring.rounding import tenths
from scoring.split import FACTORS, Split, apportion


def tenths_of(value: Fraction | None) -> int | None:
    """Return an exact score in tenths, rounded as every displayed score is; None for none."""
    return None if value is None else tenths(10 * value.numerator, value.denominator)


def change_in_tenths(split: Split) -> int | None:
    """Return the difference of the two scores as displayed, None where either is missing."""
    before, after = tenths_of(split.before), tenths_of(split.after)
    return None if before is None or after is None else after - before


def parts_in_tenths(split: Split) -> tuple[int, ...]:
    """Return the parts in tenths, adding up to the displayed difference; none without a split."""
    whole = change_in_tenths(split)
    return apportion(split.parts, whole, 10) if split.parts and whole is not None else ()


def signed(value: int, exact: Fraction, digits: int = 1) -> str:
    """Write a difference with its sign: `+2.4`, `−0.8`, `0` for none, `±0.0` for next to none.

    `value` is the difference in units of the last of the digits, `exact` the difference itself.
    """
    if not value:
        return f"±{0:.{digits}f}" if exact else "0"
    return f"{'+' if value > 0 else '−'}{abs(value) / 10**digits:.{digits}f}"


def whole(split: Split) -> str:
    """Write the change itself, "" where either score is missing."""
    value = change_in_tenths(split)
    return "" if value is None else signed(value, split.difference or Fraction())


def parts(split: Split) -> list[str]:
    """Write each part, in the order of FACTORS; nothing where there is no split."""
    shown = parts_in_tenths(split)
    return [signed(value, part) for value, part in zip(shown, split.parts, strict=True)]


def sentence(split: Split) -> str:
    """Write a change and its parts: `+4.2: answers +5.0, questionnaire −0.6, policy 0, …`."""
    if split.difference is None:
        return split.reason
    told = ", ".join(f"{name} {part}" for name, part in zip(FACTORS, parts(split), strict=False))
    return f"{whole(split)}: {told or split.reason}"
