"""The questionnaire that a form asks, as the library has it."""

from __future__ import annotations

from assess.intake.cells import RefusedError, quoted
from assess.intake.meta import Meta
from assess.intake.outcome import QuestionnaireOf
from questionnaires.model import Questionnaire
from questionnaires.problems import InputError, InvalidDocumentError


def questionnaire_asked(meta: Meta, questionnaire_of: QuestionnaireOf) -> Questionnaire:
    """Return the questionnaire that a hidden sheet names.

    Raises RefusedError where the library lacks it or has another of that name;
    InvalidDocumentError comes through where the library is broken.
    """
    asked = quoted(f"{meta.questionnaire}@{meta.version}")
    try:
        questionnaire = questionnaire_of(meta.questionnaire, meta.version)
    except InvalidDocumentError:
        raise
    except InputError as error:
        hint = next((problem.hint for problem in error.problems if problem.hint), "")
        message = f"the workbook asks {asked}, which is not in the library"
        raise RefusedError(message, "file.wrong-version", hint) from None
    if questionnaire.reference.sha256 != meta.sha256:
        message = f"the workbook was made from another {asked} than the one in the library"
        hint = "restore the questionnaire it was made from, or issue the workbook again"
        raise RefusedError(message, "file.wrong-version", hint)
    return questionnaire
