"""The work that follows a decision: stages, photographs, who pays what, acceptance by those concerned."""
