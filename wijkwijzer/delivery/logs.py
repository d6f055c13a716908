"""What the log leaves out."""

import logging
import re

# Addresses that open something for whoever has them. deploy/nginx.conf hides the same.
SECRET_ADDRESS = re.compile(r"/(akkoord|mijn-portret|bevestigen|beleidsbrief)/[^/\s]+(?:/beheer/[^/\s]+)?")


class TokensHidden(logging.Filter):
    """Django writes the address of each request that fails into the log; this writes it without the secret in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (hidden := SECRET_ADDRESS.sub(r"/\1/…", said)) != said:
            record.msg, record.args = hidden, ()
        return True
