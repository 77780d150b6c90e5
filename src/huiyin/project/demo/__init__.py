"""The demonstration: the five reports as one living sub-district, with cases in every state.

`load` fills an empty database once; `write_logins` tells who may sign in. What comes from a report carries its
number in the data (`facts.report_facts`); everything else is invented.
"""
