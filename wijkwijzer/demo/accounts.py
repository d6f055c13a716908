"""The accounts of the demo, with random passwords that stand in one file only its owner can read."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from wijkwijzer.users.roles import Role


@dataclass(frozen=True)
class DemoAccount:
    """One account: what it is for and its role."""

    username: str
    purpose: str
    role: Role
    is_superuser: bool = False


ACCOUNTS = (
    DemoAccount("beheerder", "Users, settings, themes; publishes only in an emergency", Role.ADMINISTRATOR, True),
    DemoAccount("auteur", "Writes drafts and submits them", Role.AUTHOR),
    DemoAccount("redacteur", "Edits drafts, approves what others wrote", Role.EDITOR),
    DemoAccount("eindredacteur", "The last step before publication", Role.CHIEF_EDITOR),
    DemoAccount("privacybeheerder", "Consent, withdrawal, restrictions", Role.PRIVACY_OFFICER),
)
USERNAMES = tuple(account.username for account in ACCOUNTS)


def accounts_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-accounts.txt"


def make_accounts() -> list[str]:
    """Make the accounts that do not exist yet and write their passwords down. Returns the names made."""
    made = {}
    for account in ACCOUNTS:
        users = get_user_model().objects
        if users.filter(username=account.username).exists():
            continue
        password = secrets.token_urlsafe(12)
        user = users.create_user(
            account.username, f"{account.username}@example.org", password, is_superuser=account.is_superuser
        )
        user.groups.set(Group.objects.filter(name=account.role))
        made[account] = password
    if made:
        _write(made)
    return [account.username for account in made]


def _write(passwords: dict[DemoAccount, str]) -> None:
    lines = [f"{account.username:<18}{password:<20}{account.purpose}" for account, password in passwords.items()]
    path = accounts_file()
    path.unlink(missing_ok=True)
    # Created unreadable for others: a chmod afterwards would leave a moment in between.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
