"""yusuan: budget disclosures of Chinese departments as reconciled, citable data."""

__version__ = "0.1.0"
