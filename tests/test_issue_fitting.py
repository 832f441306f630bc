"""Row heights, estimated so that no text is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assess.issue.fitting import HIGHEST, PADDING, count_lines, row_height


@given(text=st.text(), more=st.text(), width=st.floats(1, 80))
def test_a_longer_text_never_takes_fewer_lines(text: str, more: str, width: float) -> None:
    assert count_lines(f"{text}\n{more}", width) > count_lines(text, width) - 1


@given(text=st.text(max_size=300), width=st.floats(5, 80))
def test_a_row_has_room_for_its_text_and_stays_within_excel(text: str, width: float) -> None:
    assert PADDING < row_height([(text, width, 11.0)]) <= HIGHEST


def test_a_word_too_long_for_the_column_is_counted_over_several_lines() -> None:
    assert count_lines("x" * 100, 20) == 5


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    assert count_lines("mm " * 20, 20) > count_lines("ii " * 20, 20)
    assert count_lines("界" * 20, 20) == 2


def test_the_highest_text_decides() -> None:
    low, high = ("one line", 40.0, 11.0), ("many words " * 30, 40.0, 10.0)
    assert row_height([low, high]) == row_height([high])
