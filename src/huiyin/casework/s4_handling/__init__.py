"""Accept, arrive, note, evidence, pause, regrade, plan, propose an answer."""
