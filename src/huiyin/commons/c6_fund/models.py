"""The tables of this stage: the use with its record; the homes and quotations; payments and objections."""

from .money_models import FundObjection, FundPayment, Quotation, QuotationScan
from .use_models import FundEvent, FundUnit, FundUse

__all__ = ["FundEvent", "FundObjection", "FundPayment", "FundUnit", "FundUse", "Quotation", "QuotationScan"]
