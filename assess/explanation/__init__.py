"""Why a partner stands where it does: collected once, written for terminal, page and program."""

from assess.explanation.as_json import data, story_data
from assess.explanation.gathering import explanation, question_story
from assess.explanation.report import Explanation
from assess.explanation.story import Story
from assess.explanation.story_text import story_text
from assess.explanation.text import text
from assess.explanation.writing import write

__all__ = [
    "Explanation",
    "Story",
    "data",
    "explanation",
    "question_story",
    "story_data",
    "story_text",
    "text",
    "write",
]
