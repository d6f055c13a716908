"""What the tables of this room hold."""

from django.db import models


class ContentVersion(models.Model):
    """What readers may see has not changed as long as no token here has.

    Triggers of the database write a new token in the transaction that changes something (`page_cache.watching`). There
    are several rows so that on PostgreSQL two who write at the same moment need not wait for each other.
    """

    slot = models.PositiveSmallIntegerField(primary_key=True)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.slot}: {self.token}"
