"""Why a page may tell of somebody, what that person said yes to, what they asked for, and what was taken back."""

from .basis import LegalBasis
from .consents import Consent, Use, Wording, record
from .links import PortraitLink
from .requests import Request, RequestLine
from .withdrawals import Gone, Withdrawal, WithdrawalTask

__all__ = [
    "Consent",
    "Gone",
    "LegalBasis",
    "PortraitLink",
    "Request",
    "RequestLine",
    "Use",
    "Withdrawal",
    "WithdrawalTask",
    "Wording",
    "record",
]
