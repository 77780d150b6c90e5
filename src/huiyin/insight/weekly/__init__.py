"""The weekly triage meeting (信息研判, report 000): its agenda is made from the week."""
