"""Who owns which unit, in what share: the register behind owners' votes and the maintenance fund."""
