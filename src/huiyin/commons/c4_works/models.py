"""The tables of this stage: the project with its stages and pictures; who pays; what the homes say."""

from .money_models import CostShare, Share
from .project_models import ConcernedHome, Photograph, Project, ProjectEvent, Stage, Word

__all__ = ["ConcernedHome", "CostShare", "Photograph", "Project", "ProjectEvent", "Share", "Stage", "Word"]
