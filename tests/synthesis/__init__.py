"""Fictitious disclosures of the Shanxi form, rendered as text dumps, with what is printed in them."""
