"""Whole pages for anonymous readers, kept until anything that readers may see changes (ADR 0026)."""
