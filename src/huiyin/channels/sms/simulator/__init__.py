"""A stand-in for the SMS provider: its protocol on this machine, with the failures of a real one on order.

    with Simulator(Faults(error=0.3, seed=7), callback="http://127.0.0.1:8000/…") as simulator:
        gateway = AliyunGateway(simulator.account)

or `python -m huiyin.channels.sms.simulator --port 8025`. It listens on the loopback address only.
"""

from huiyin.channels.sms.simulator.faults import Faults
from huiyin.channels.sms.simulator.provider import (
    KEY_ID,
    SECRET,
    SIGN_NAME,
    Message,
    Provider,
    template_codes,
)
from huiyin.channels.sms.simulator.server import Simulator

__all__ = ["KEY_ID", "SECRET", "SIGN_NAME", "Faults", "Message", "Provider", "Simulator", "template_codes"]
