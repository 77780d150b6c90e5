"""Roles, permissions, posts: the vocabulary of who may do what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The desks. A resident needs no role."""

    CONTACT = "contact", _("Building head or liaison")
    FIELD = "field", _("Field worker")
    DUTY = "duty", _("Duty room")
    CLERK = "clerk", _("Community clerk")
    LEADER = "leader", _("Leader")
    STEWARD = "steward", _("Steward")
    AUDITOR = "auditor", _("Auditor")
    PROGRAM = "program", _("Program (API)")
    MEDIATOR = "mediator", _("Mediator")
    ORGANISER = "organiser", _("Organiser of owners' votes")


class Permission(models.TextChoices):
    """Every permission a route, an act or a read can ask for."""

    CASE_FILE = "case.file", _("File a case for somebody")
    CASE_READ = "case.read", _("Read cases")
    CASE_READ_PRIVATE = "case.read_private", _("Read private cases")
    CASE_READ_CONTACT = "case.read_contact", _("Read how to reach the requester")
    CASE_TRIAGE = "case.triage", _("Triage cases")
    CASE_DISPATCH = "case.dispatch", _("Dispatch cases")
    CASE_HANDLE = "case.handle", _("Handle cases")
    CASE_SUPERVISE = "case.supervise", _("Acknowledge alarms and approve a change of class")
    CASE_FOLLOW_UP = "case.follow_up", _("Make follow-up calls")
    CASE_REVIEW = "case.review", _("Review cases that were not accepted")
    CASE_APPROVE = "case.approve", _("Approve suspensions and extensions")
    CASE_IMPORT = "case.import", _("Import cases from files")
    BUILDING_READ = "building.read", _("See my building")
    DUTY_READ = "duty.read", _("See the duty board")
    FIELD_READ = "field.read", _("See today's work")
    FIGURES_READ = "figures.read", _("Read figures")
    FIGURES_RESTATE = "figures.restate", _("Restate a frozen month")
    REGISTER_READ = "register.read", _("Read registers")
    REGISTER_WRITE = "register.write", _("Keep registers")
    ACCOUNT_WRITE = "account.write", _("Keep accounts and devices")
    AUDIT_READ = "audit.read", _("Read the audit trail")
    INBOX_READ = "inbox.read", _("Read my inbox")
    ACCOUNT_SELF = "account.self", _("Keep my own account")
    CASE_WHISTLE = "case.whistle", _("Call several parties at once")
    MEDIATION_WORK = "mediation.work", _("Keep mediations and their agreements")
    VOTE_ORGANISE = "vote.organise", _("Organise owners' votes")
    VOTE_ENTER = "vote.enter", _("Enter paper ballots")
    ELECTION_ORGANISE = "election.organise", _("Organise branch elections")
    PROPOSAL_WORK = "proposal.work", _("Keep proposals, meetings and their minutes")
    FUND_READ = "fund.read", _("Read how the maintenance fund is used")
    PROPOSAL_ANSWER = "proposal.answer", _("Answer proposals for the own unit")
    VOICE_WORK = "voice.work", _("Keep polls and surveys")
    SURVEY_TAKE = "survey.take", _("Take the answers of homes in surveys")
    AGREEMENT_SEE = "agreement.see", _("Read agreements and emergency service")
    BOARD_WORK = "board.work", _("Keep the notice board")
    VOLUNTEER_WORK = "volunteer.work", _("Keep duties and the volunteers' list")
    TOPIC_SEE = "topic.see", _("See shared problems")
    TOPIC_WORK = "topic.work", _("Say what belongs to a shared problem")
    MEDIATION_NOTES = "mediation.notes", _("Write and read confidential notes of the own mediations")


class PostKind(models.TextChoices):
    """The named people of the reports."""

    BUILDING_HEAD = "building_head", _("Building head")
    ENTRANCE_HEAD = "entrance_head", _("Entrance head")
    LIAISON = "liaison", _("Liaison")
    GRID_OFFICER = "grid_officer", _("Grid officer")
    GRID_HEAD = "grid_head", _("Grid head")
    SECRETARY = "secretary", _("Secretary")
    CLERK = "clerk", _("Community clerk")
    MANAGER = "manager", _("Manager")
    DUTY_LEAD = "duty_lead", _("Shift leader")
    DESK = "desk", _("Duty desk")
    REPAIR = "repair", _("Repair worker")
    GUARD = "guard", _("Guard")
    MEDIATOR = "mediator", _("Mediator")
    COMMITTEE = "committee", _("Committee member")
    OFFICER = "officer", _("Department officer")
    LEADER = "leader", _("Sub-district leader")


class DutyRank(models.TextChoices):
    """Who is called first, second, third."""

    DESK = "desk", _("On duty")
    DEPUTY = "deputy", _("Deputy")
    MANAGER = "manager", _("Manager on call")
