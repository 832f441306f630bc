"""Words that can turn an answer round, in a note that stands behind it in the same cell.

"Yes – since 2024" is a yes; "Yes, once the new system runs" is not. Which is which no list of
words can settle, so the lists err on one side: a note that holds any of them is not taken for a
mere note, and a person decides. A note in letters that the lists cannot know is none either.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from assess.intake.cells import fold
from assess.intake.months import MONTHS

_NEGATIONS = """
no not none never neither nor without nothing nobody cannot
kein keine keinen keinem keiner nicht nichts nie niemals niemand ohne weder
ningun ninguno ninguna nunca jamas sin tampoco
pas jamais sans non senza nao sem nenhum niet geen nie
"""
_TURNS = """
but however though although except excepting excludes excluding exclude exception exceptions
exempt excl apart aside barring minus unless whereas despite rather instead otherwise other others
vs versus until till yet still
aber jedoch allerdings abgesehen exkl ausser außer ausgenommen ausnahme ausnahmen obwohl trotz
sondern sofern
soweit bis noch sonst statt anstatt
pero sino excepto exceptuando salvo aunque hasta aun todavia excepcion excepciones
mais sauf ma tranne mas exceto porem maar behalve
"""
_LATER = """
plan plans planned planning will would should shall could may might soon later next future upcoming
be must need needs needed needing want wish try trying working developing development after process
evaluate evaluating evaluation consider considering considered proposed proposal seeking remain
remains remaining tomorrow
expected expect intend intended intends aim aims target goal roadmap scheduled schedule pending
await awaiting waiting progress ongoing underway started begun starting beginning from end todo
tbd tbc wip draft incomplete unfinished unsigned hopefully under being rolling rollout phase phased
migrating migration transition preparing preparation introducing implementing deploying pilot trial
plant geplant planung vorgesehen wird werden soll sollen bald demnächst künftig zukünftig ausstehend
muss müssen entwicklung bearbeitung prüfung prüfen morgen
offen arbeit arbeiten umsetzung einführung entwurf begonnen laufend migration vorbereitung nächste
nächsten nächster nächstes ab ende
planificado planificada previsto prevista prevemos sera seran pronto proximo proxima futuro
desarrollo mañana evaluando debe
pendiente curso proceso implementando migrando piloto borrador falta faltan partir fin finales
"""
_DOUBTS = """
maybe perhaps probably possibly likely hopefully unsure unclear unknown doubt doubtful depends
depending if when once subject conditional conditionally sometimes occasionally rarely often
usually typically normally generally theoretically supposedly sort kind think guess hope believe
assume assumed unverified unconfirmed request requested required needed possible feasible applicable
vielleicht möglicherweise eventuell vermutlich wahrscheinlich unklar unbekannt bedingt falls wenn
sobald bedarf anfrage möglich möglichst glauben denke denken hoffen manchmal gelegentlich selten
oft meist üblicherweise normalerweise theoretisch je
quiza quizas tal vez posiblemente probablemente si cuando depende normalmente generalmente veces
creo creemos posible solicitud
"""
_PAST = """
was were had formerly former previously before expired stopped discontinued missing lack lacks
lacking fail failed fails less fewer
war waren hatte früher ehemals vorher abgelaufen eingestellt fehlt fehlen weniger mangels
fue era antes anteriormente caducado caducada vencido vencida menos
"""
_SLACK = """
optional optionally opt voluntary voluntarily discretionary recommended encouraged preferably
vacant vacancy unfilled unassigned unstaffed recruiting open left leaving resigned retired
tentative provisional provisionally interim temporary temporarily prototype poc beta experimental
trials dormant inactive disabled suspended paused lapsed ended outdated obsolete deprecated
superseded stale legacy old overdue nominally
informal informally unofficial unofficially undocumented unwritten verbal verbally oral orally
manually hoc adhoc sporadic sporadically irregular irregularly infrequent infrequently occasional
untested unapproved unreviewed unenforced unencrypted unsupported unmanaged
freiwillig optional fakultativ wahlweise empfohlen vakant vakanz unbesetzt ausgeschieden
ausgeschrieben vorläufig provisorisch temporär kommissarisch probeweise testweise pilotbetrieb
inaktiv deaktiviert ausgesetzt veraltet überholt überfällig alt altsystem altsysteme
informell inoffiziell undokumentiert mündlich formlos manuell händisch sporadisch unregelmäßig
anlassbezogen fallweise ungeprüft ungetestet unvollständig unverschlüsselt
opcional opcionales opcionalmente voluntario voluntaria voluntarios voluntarias voluntariamente
facultativo facultativa recomendado recomendada vacante vacantes provisional provisionalmente
temporal temporalmente interino interina prueba pruebas inactivo inactiva desactivado desactivada
suspendido suspendida obsoleto obsoleta desactualizado desactualizada antiguo antigua heredado
heredada heredados heredadas informal informalmente verbalmente oral manualmente esporádico
esporádica esporádicamente ocasional ocasionalmente puntual incompleto incompleta
"""
_LIMITS = """
only just merely solely partly partial partially some most mostly mainly largely mixed limited
almost nearly about approximately approx roughly part parts half majority minority few many several
certain selected specific various subset for effort
für nur lediglich bloß teilweise teils teil teile teilen einige manche meisten meistens größtenteils
überwiegend weitgehend fast nahezu etwa ungefähr eingeschränkt hälfte wenige viele mehrheit
mehrere bestimmte ausgewählte
para solo sólo solamente unicamente parcial parcialmente parte partes algunos algunas mayoria casi
aproximadamente limitado limitada mitad pocos pocas muchos muchas varios varias ciertos ciertas
seulement uniquement apenas somente alleen deels
"""


def _plain(text: str) -> str:
    """Return a text folded, and its letters without accents."""
    parts = unicodedata.normalize("NFD", fold(text))
    return "".join(each for each in parts if not unicodedata.combining(each))


def _words(*lists: str) -> frozenset[str]:
    return frozenset(word for each in lists for word in _plain(each).split())


_HEDGES = """
business working weekday weekdays weekend weekends office on average avg max maximum min minimum
least up per or and to over under hour hours day days week weeks month months year years h d
werktag werktage werktags arbeitstage bürozeiten durchschnitt mindestens höchstens maximal minimal
oder und stunde stunden std tag tage woche wochen monat monate jahr jahre
hábil hábiles laborable laborables media máximo mínimo unos promedio y o hora horas día días semana
semanas mes meses año años
"""


TURNING = _words(_NEGATIONS, _TURNS, _LATER, _DOUBTS, _PAST, _SLACK)
LIMITING = _words(_LIMITS)
HEDGING = _words(_HEDGES)
PART = _words(
    "partly partial partially part some teilweise teils einige parcialmente parte algunos"
)
"""What a level says of itself that no limit can turn round."""

_WORD = re.compile(r"[^\W_]+")
_CONTRACTED = re.compile(r"\b(\w+)n't\b")
_MONTH_OF_MAY = re.compile(r"\bmay,? (?=\d)|\b(?:since|in|of) may\b")
_MARKS = re.compile(
    r"\?|…|\bw/o\b|\bn ?[./] ?a\b|\.\.|%|~|≈|<|>|\d+ ?(?:of|out of|von|de|aus) ?\d|\bq[1-4]\b"
)
_DEADLINE = re.compile(rf"\bby (?:mid|\d|{'|'.join(MONTHS)}\b)")
_AHEAD = re.compile(
    r"\b(?:in|within|innerhalb|binnen|en|dentro de) (?:[^\W_]+ ){1,3}"
    r"(?:weeks?|months?|quarters?|years?|wochen?|monate?n?|jahre?n?|semanas?|mes(?:es)?|anos?)\b"
)
"""A while from now; days are left out, for "within 30 days" says how fast, and not when."""
_DAY = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?:-(\d\d)-(\d\d))?(?!\d)")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b[.,]? ?((?:19|20|21)\d\d)")
_FARTHEST_LATIN = 0x24F


def may_turn(note: str, today: dt.date, *, limits: bool = True) -> bool:
    """Tell whether a note may make the answer before it mean less, more, or the opposite.

    A day that has not come yet says that the answer holds later. With `limits=False` a limit
    ("only in the EU") is fine, as it is behind "Partly".
    """
    text = _CONTRACTED.sub(r"\1 not", _MONTH_OF_MAY.sub("", fold(note)))
    if any(each.isalpha() and ord(each) > _FARTHEST_LATIN for each in text):
        return True
    if _MARKS.search(text) or _DEADLINE.search(text) or _AHEAD.search(_plain(note)):
        return True
    if any(day > today.isoformat() for day in _days(fold(note))):
        return True
    words = frozenset(_WORD.findall(_plain(text)))
    return not words.isdisjoint(TURNING) or (limits and not words.isdisjoint(LIMITING))


def may_turn_figure(note: str, today: dt.date) -> bool:
    """Tell whether a note may make the number or the date before it another one."""
    words = _WORD.findall(_plain(note))
    figures = any(each.isdigit() for each in note)
    return figures or not HEDGING.isdisjoint(words) or may_turn(note, today)


def says_part(name: str) -> bool:
    """Tell whether a level's name says itself that it holds in part."""
    return not PART.isdisjoint(_WORD.findall(_plain(name)))


def _days(text: str) -> Iterator[str]:
    """Yield the days, months and years that a text names, as the beginning of an ISO date."""
    for year, month, day in _DAY.findall(text):
        yield f"{year}-{month}-{day}" if day else year
    for month, year in _MONTH.findall(text):
        yield f"{year}-{MONTHS[month]:02}"
