"""What people get as a file to open in a spreadsheet."""


def without_formula(text: str) -> str:
    """For a CSV cell: a spreadsheet would run what begins like a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
