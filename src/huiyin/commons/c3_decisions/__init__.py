"""What was decided: what, by whom, under which rule and numbers, until when it may be challenged."""
