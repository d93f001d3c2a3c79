"""Publishes the data packages: one catalogue as SQLite, Parquet and CSV, and the Datasette site that shows it."""
