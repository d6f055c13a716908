"""A copy of the site that can be put back: the database, the media, and what else of the data folder must survive.

`making` makes one and `expiry` removes old ones; `checking` refuses what is no whole backup of this site and
`restoring` puts it back. What both say of a backup stands in `manifest`; how a database is copied in `sqlite` and
`postgres`. Every refusal is a `CommandError` of one sentence.
"""
