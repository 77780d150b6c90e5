"""The web application as a WSGI callable: `huiyin.project.wsgi:application`."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.project.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from huiyin.project.instance.bodies import Gathered
from huiyin.project.instance.proxy import TrustedProxy
from huiyin.project.instance.watch import watch_parent

watch_parent("HUIYIN_WEB")

application = TrustedProxy(Gathered(get_wsgi_application()), settings.TRUSTED_PROXY)

# A page makes tens of thousands of short-lived objects; at Python's own thresholds one in some dozen pages
# waited a tenth of a second for a walk over everything that was loaded at the start and never ends.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
