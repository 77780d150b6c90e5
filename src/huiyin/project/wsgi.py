"""The web application as a WSGI callable: `huiyin.project.wsgi:application`."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.project.settings")

from django.conf import settings  # noqa: E402 - the settings module has to be named first
from django.core.wsgi import get_wsgi_application  # noqa: E402

from huiyin.project.instance.proxy import TrustedProxy  # noqa: E402
from huiyin.project.instance.watch import watch_parent  # noqa: E402

watch_parent("HUIYIN_WEB")

application = TrustedProxy(get_wsgi_application(), settings.TRUSTED_PROXY)
