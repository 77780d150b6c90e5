"""The monthly report (月报) of a community or a street: written once, the same ever after."""
