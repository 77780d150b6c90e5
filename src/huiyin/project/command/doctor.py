"""Not written yet."""

HELP = "not written yet"


def configure(parser):
    pass


def run(options):
    return 2
