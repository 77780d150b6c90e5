"""The place tree."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """街道 社区 小区 楼栋 单元 住户, gates, facilities, zones and their QR codes."""

    name = "huiyin.registers.places"
    label = "places"
