"""Which role holds which permissions. The table behind docs/reference/permissions.md and the route tests."""

from collections.abc import Mapping

from .words import Permission as P  # noqa: N817 - the tables are read by what is granted
from .words import Role

_EVERYBODY = frozenset({P.INBOX_READ, P.ACCOUNT_SELF})
_CLERK = frozenset({
    P.CASE_FILE, P.CASE_READ, P.CASE_READ_PRIVATE, P.CASE_READ_CONTACT, P.CASE_TRIAGE, P.CASE_DISPATCH,
    P.CASE_SUPERVISE, P.CASE_FOLLOW_UP, P.CASE_REVIEW, P.CASE_IMPORT, P.REGISTER_READ, P.FIGURES_READ,
    P.CASE_HANDLE, P.CASE_APPROVE, P.CASE_WHISTLE, P.MEDIATION_WORK, P.VOTE_ORGANISE,
    P.VOTE_ENTER, P.PROPOSAL_WORK, P.PROPOSAL_ANSWER, P.ELECTION_ORGANISE, P.TOPIC_SEE, P.TOPIC_WORK,
    P.VOICE_WORK, P.SURVEY_TAKE, P.BOARD_WORK, P.FUND_READ, P.AGREEMENT_SEE,
    P.VOLUNTEER_WORK,
})  # fmt: skip

PERMISSIONS: Mapping[Role, frozenset[P]] = {
    Role.CONTACT: _EVERYBODY | {P.CASE_FILE, P.BUILDING_READ, P.SURVEY_TAKE},
    Role.FIELD: _EVERYBODY | {P.CASE_FILE, P.FIELD_READ, P.CASE_HANDLE, P.CASE_READ_CONTACT, P.SURVEY_TAKE},
    Role.DUTY: _EVERYBODY
    | {P.CASE_FILE, P.DUTY_READ, P.CASE_HANDLE, P.CASE_SUPERVISE, P.CASE_READ_CONTACT, P.PROPOSAL_ANSWER}
    | {P.AGREEMENT_SEE},
    Role.CLERK: _EVERYBODY | _CLERK,
    Role.LEADER: _EVERYBODY
    | {
        P.CASE_READ,
        P.FIGURES_READ,
        P.REGISTER_READ,
        P.CASE_APPROVE,
        P.FIGURES_RESTATE,
        P.TOPIC_SEE,
        P.FUND_READ,
        P.AGREEMENT_SEE,
    },
    Role.STEWARD: _EVERYBODY | {P.REGISTER_READ, P.REGISTER_WRITE, P.ACCOUNT_WRITE},
    Role.AUDITOR: _EVERYBODY
    | {P.AUDIT_READ, P.CASE_READ, P.CASE_READ_PRIVATE, P.FIGURES_READ, P.REGISTER_READ, P.FUND_READ}
    | {P.AGREEMENT_SEE},
    Role.PROGRAM: frozenset({P.CASE_FILE, P.CASE_READ}),
    Role.MEDIATOR: _EVERYBODY | {P.MEDIATION_WORK, P.MEDIATION_NOTES},
    Role.ORGANISER: _EVERYBODY
    | {
        P.VOTE_ORGANISE,
        P.VOTE_ENTER,
        P.PROPOSAL_WORK,
        P.PROPOSAL_ANSWER,
        P.TOPIC_SEE,
        P.TOPIC_WORK,
        P.VOICE_WORK,
        P.SURVEY_TAKE,
        P.FUND_READ,
        P.BOARD_WORK,
        P.VOLUNTEER_WORK,
    }
    | {P.AGREEMENT_SEE},
}

SECOND_FACTOR = frozenset({
    Role.DUTY, Role.CLERK, Role.LEADER, Role.STEWARD, Role.AUDITOR, Role.MEDIATOR, Role.ORGANISER,
})  # fmt: skip
"""Office staff sign in with a password and a second factor (等保 2.0 8.1.4.1 d)."""

PHONE_CODE = frozenset({Role.CONTACT, Role.FIELD})
"""Building heads and field workers sign in by a one-time code bound to their phone."""
