"""The named questions a rate pack asks of a case.

One source for the numbers and for the lists behind them.

Each predicate is an SQL condition over one row of FACTS (a case received in the period, with its first
contact, its contact limit, the resident's last word and the review that did not accept it). Rate packs name
predicates, never SQL.
"""

from collections.abc import Mapping, Sequence

from huiyin.casework.casefile.clocks import ClockState
from huiyin.casework.casefile.words import Kind, State, Verb
from huiyin.casework.s2_triage.linked import JOINING
from huiyin.casework.s5_closure.words import LegalOutcome, Satisfaction
from huiyin.registers.rules.rates import RateDefinition
from huiyin.registers.rules.words import ClockKind

CONTACTS = (Verb.CONTACTED, Verb.ARRIVED, Verb.PROPOSED)
"""The lines of a timeline at which the resident has been spoken or written to (接诉即办条例 15(1)).

An arrival that was taken back (see TAKEN_BACK) is none.
"""
TAKEN_BACK = (Verb.STEP_UNDONE, Verb.HANDED_BACK)
"""Lines whose `seqs` name earlier lines that do not count."""
LIMITS = (ClockKind.CONTACT, ClockKind.ARRIVE, ClockKind.FINISH)
"""Whose first clock is the limit of the first contact: the contact clock; where the service level has
none, the arrival clock (5341); else the answer itself."""


def in_words(values: Sequence[str]) -> str:
    """SQL literals of enum values (never of input)."""
    return ", ".join(f"'{value}'" for value in values)


_LIMIT = ", ".join(
    f"min(k.due_at) FILTER (WHERE k.kind = '{kind}' AND k.outcome {sign} '{ClockState.CANCELLED}')"
    for kind in LIMITS
    for sign in ("<>", "=")
)
"""The earliest due moment of the first kind there is; cancelled clocks only when there is no other."""

_SAID = " ".join(f"WHEN '{word}' THEN {code}" for code, word in enumerate(Satisfaction.values, 1))
FACTS = f"""
received AS MATERIALIZED (
  SELECT id, scope_id, kind, state, reopened, received_at
  FROM unnest(%(scopes)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[])
    part (scope, since, until)
  JOIN casefile_case ON scope_id = part.scope AND received_at >= part.since AND received_at < part.until
    AND state <> '{State.HISTORY}'
), contact AS (
  SELECT e.case_id AS id, min(e.at) AS contact_at FROM received r
  JOIN casefile_event e ON e.case_id = r.id AND e.verb IN ({in_words(CONTACTS)}) AND NOT EXISTS (
    SELECT FROM casefile_event u WHERE u.case_id = e.case_id AND u.verb IN ({in_words(TAKEN_BACK)})
      AND u.data -> 'seqs' @> to_jsonb(e.seq))
  GROUP BY e.case_id
), promise AS (
  SELECT k.case_id AS id, coalesce({_LIMIT}) AS limit_at FROM received r
  JOIN casefile_clock k ON k.case_id = r.id AND k.kind IN ({in_words(LIMITS)}) GROUP BY k.case_id
), word AS (
  SELECT v.case_id AS id,
    max(ARRAY[v.round, v.solved::int, CASE v.satisfied {_SAID} ELSE 0 END]) AS last_word
  FROM received r JOIN closure_verdict v ON v.case_id = r.id GROUP BY v.case_id
), review AS (
  SELECT r.id, max(d.outcome) AS declined FROM received r
  JOIN closure_declinereview d ON d.case_id = r.id AND d.upheld
  WHERE r.state = '{State.DECLINED}' GROUP BY r.id
), handed AS (
  SELECT DISTINCT r.id FROM received r JOIN dispatch_assignment a ON a.case_id = r.id
  WHERE r.kind = '{Kind.CONSULT}'
), joined AS (
  SELECT DISTINCT r.id FROM received r JOIN triage_link l ON l.case_id = r.id
    AND l.kind IN ({in_words(JOINING)}) AND l.undone_at IS NULL AND l.left_at IS NULL
), facts AS MATERIALIZED (
  SELECT r.*, contact_at, limit_at, last_word[1] AS round, last_word[2] = 1 AS solved,
    last_word[3] AS satisfied, declined, handed.id IS NOT NULL AS handed,
    joined.id IS NOT NULL AS joined
  FROM received r LEFT JOIN contact USING (id) LEFT JOIN promise USING (id) LEFT JOIN word USING (id)
  LEFT JOIN review USING (id) LEFT JOIN handed USING (id) LEFT JOIN joined USING (id)
)
"""  # noqa: S608 - only enum values are put in
"""Common table expressions, worked out before any condition is asked (else the planner loops).

`facts` has one row per case received in one of the parts: each a scope with its own beginning and end.

Old records taken over from elsewhere (state "history") ran under no clock and are in no rate. `handed` is
only told of questions. `satisfied` is the place of the word among Satisfaction, from 1; 0 when nothing was
said.
"""

_LATEST = "round = reopened + 1"
PREDICATES: Mapping[str, str] = {
    "in_scope": "limit_at IS NOT NULL AND (contact_at IS NOT NULL OR limit_at < %(now)s)",
    "contacted_on_time": "contact_at <= limit_at",
    "verdict_on_solution_given": "solved IS NOT NULL OR reopened > 0",
    "verdict_solved": f"coalesce(solved, false) AND {_LATEST}",
    "verdict_on_satisfaction_given": "satisfied > 0",
    "verdict_satisfied": f"satisfied = {Satisfaction.values.index(Satisfaction.YES) + 1} AND {_LATEST}",
}
"""What rates may name. A case whose contact limit still runs and that nobody contacted yet is in no rate yet.

The resident's last word counts: a case reopened after a "solved" counts as not solved until the next word.
"""

WAITING = "limit_at IS NOT NULL AND contact_at IS NULL AND limit_at >= %(now)s"
"""Cases not counted yet because their contact limit still runs."""

_OUTCOMES = {
    "handed_to_emergency": LegalOutcome.EMERGENCY,
    "legal_channel": LegalOutcome.LEGAL_CHANNEL,
    "already_in_process": LegalOutcome.SAME_MATTER,
    "secret_or_private": LegalOutcome.SECRET,
    "beyond_duty": LegalOutcome.BEYOND_DUTY,
    "unlawful": LegalOutcome.UNLAWFUL,
}
EXCLUSIONS: Mapping[str, str] = {
    "consult_answered_at_once": f"kind = '{Kind.CONSULT}' AND contact_at IS NOT NULL AND NOT handed",
    **{key: f"coalesce(declined = '{outcome}', false)" for key, outcome in _OUTCOMES.items()},
    "withdrawn": f"state = '{State.WITHDRAWN}'",
    "merged": "joined",
    "suspended_with_approval": f"state = '{State.SUSPENDED}'",
}
"""Why a case is not counted.

A not-accepted case has its reason and its second person in the review (接诉即办条例 11(3)), a
suspended one in the suspension, and only as long as that stands. A joined case is left
out until its requester says "not solved": from then on it goes its own way and counts.
"""

COMPLAINT = f"kind = '{Kind.COMPLAINT}'"


class UnknownPredicate(LookupError):
    """A rate pack names a predicate or an exclusion that the program does not have."""


def whole_of(rate: RateDefinition) -> str:
    """SQL of the cases a rate counts against (N). Raises UnknownPredicate."""
    left_out = [f"NOT ({_known(EXCLUSIONS, key)})" for key in rate.leaves_out]
    return " AND ".join([f"({_known(PREDICATES, rate.of)})", *left_out])


def part_of(rate: RateDefinition) -> str:
    """SQL of the cases that fulfil a rate (n); always among those of `whole_of`. Raises UnknownPredicate."""
    return f"{whole_of(rate)} AND ({_known(PREDICATES, rate.counts)})"


def left_out_of(rate: RateDefinition, key: str) -> str:
    """SQL of the cases that one exclusion keeps out of a rate; the first reason named wins."""
    before = rate.leaves_out[: rate.leaves_out.index(key)]
    others = [f"NOT ({_known(EXCLUSIONS, other)})" for other in before]
    return " AND ".join([f"({_known(PREDICATES, rate.of)})", f"({_known(EXCLUSIONS, key)})", *others])


def _known(table: Mapping[str, str], name: str) -> str:
    try:
        return table[name]
    except KeyError:
        raise UnknownPredicate(name) from None
