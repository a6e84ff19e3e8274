"""Cases to and from other municipalities: the models of every room."""

from exchange.installations.models import InstallationKey, KnownInstallation
from exchange.receiving.models import BundleReceived
from exchange.sending.models import BundleSent

__all__ = ["BundleReceived", "BundleSent", "InstallationKey", "KnownInstallation"]
