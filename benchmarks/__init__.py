"""Measures what the project promises: how fast disclosures become packages, and packages a catalogue."""
