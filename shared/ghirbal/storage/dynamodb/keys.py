"""Every key of the table, built here and nowhere else, from tokens that were looked at first.

`#` separates the parts of a key, so a token that may hold one could address another site's rows. What isn't a
plain token names nothing: it raises NotFound("not-found") and reaches no store (fault case 40).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ghirbal.domain.errors import NotFound
from ghirbal.domain.ids import is_id

SITE = re.compile(r"[a-z0-9-]{3,32}", re.ASCII)
KIND = re.compile(r"[a-z][a-z0-9_-]{0,31}", re.ASCII)
HASH = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
# A reader is a hash, or `sso:` and the subject of the site's own token: 64 safe characters.
READER = re.compile(r"[a-z2-7]{26}|sso:[A-Za-z0-9._@+|=-]{1,64}", re.ASCII)
# The last part of a key may hold `#`: subjects of an OIDC issuer (at most 255 ASCII characters, OpenID Connect Core,
# section 2), consumers named after them, event ids.
LAST = re.compile(r"[\x20-\x7e]{1,300}", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WINDOW_DIGITS = 10
VERSION_DIGITS = 6
COMMENT_ROW = "C"


class Key(NamedTuple):
    """The primary key of one row."""

    pk: str
    sk: str


def _checked(value: str, pattern: re.Pattern[str], what: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise NotFound("not-found", what=what)
    return value


def site_token(value: str) -> str:
    """A site id. Raises NotFound.

    >>> site_token("hespress-ar")
    'hespress-ar'
    """
    return _checked(value, SITE, "site")


def id_token(value: str, what: str = "comment") -> str:
    """A comment or page id: 26 base32 characters. Raises NotFound."""
    if not isinstance(value, str) or not is_id(value):
        raise NotFound("not-found", what=what)
    return value


def reader_token(value: str) -> str:
    """A reader: a hash, or `sso:` and a subject. Raises NotFound."""
    return _checked(value, READER, "reader")


def comment(site: str, comment_id: str) -> Key:
    """The comment itself.

    >>> comment("demo", "a" * 26).pk
    'C#demo#aaaaaaaaaaaaaaaaaaaaaaaaaa'
    """
    return Key(_comment_partition(site, comment_id), COMMENT_ROW)


def private(site: str, comment_id: str) -> Key:
    """The row of hashed addresses beside a comment."""
    return Key(_comment_partition(site, comment_id), "P")


def log(site: str, comment_id: str, version: int) -> Key:
    """The row written when `version` was left; digits are padded so that rows sort by version."""
    return Key(_comment_partition(site, comment_id), f"{LOG_PREFIX}{version:0{VERSION_DIGITS}d}")


def report(site: str, comment_id: str, reader: str) -> Key:
    """One reader's report of a comment."""
    return Key(_comment_partition(site, comment_id), f"{REPORT_PREFIX}{reader_token(reader)}")


def vote(site: str, comment_id: str, reader: str) -> Key:
    """One reader's like of a comment."""
    return Key(_comment_partition(site, comment_id), f"{VOTE_PREFIX}{reader_token(reader)}")


def counted(site: str, comment_id: str) -> Key:
    """What the counters hold of a comment."""
    return Key(_comment_partition(site, comment_id), "K")


def note(site: str, comment_id: str, at: int, mark: str) -> Key:
    """A moderator's note; `mark` tells notes of the same millisecond apart."""
    return Key(_comment_partition(site, comment_id), f"{NOTE_PREFIX}{at:013d}#{_checked(mark, HASH, 'note')}")


def overdue(site: str, comment_id: str, version: int) -> Key:
    """That one version of a comment waits too long."""
    return Key(_comment_partition(site, comment_id), f"{OVERDUE_PREFIX}{version:0{VERSION_DIGITS}d}")


OVERDUE_PREFIX = "X#"
LOG_PREFIX = "A#"
REPORT_PREFIX = "R#"
VOTE_PREFIX = "V#"
NOTE_PREFIX = "O#"


def page(site: str, page_id: str) -> Key:
    """An article's row."""
    return Key(_page_partition(site, page_id), "META")


def page_count(site: str, page_id: str) -> Key:
    """An article's counters."""
    return Key(_page_partition(site, page_id), "CNT")


def page_top(site: str, page_id: str) -> Key:
    """An article's most liked comments."""
    return Key(_page_partition(site, page_id), "TOP")


def limit(site: str, kind: str, key: str, window: int) -> Key:
    """One window of a limit; `key` is a hash or a reader, `window` epoch seconds."""
    name = key if HASH.fullmatch(key) else reader_token(key)
    return Key(f"R#{site_token(site)}#{_checked(kind, KIND, 'limit')}#{name}", f"{window:0{WINDOW_DIGITS}d}")


def duplicates(site: str, fingerprint: str, day: str) -> Key:
    """Comments of one UTC day with the same folded text."""
    partition = f"F#{site_token(site)}#{_checked(fingerprint, HASH, 'fingerprint')}"
    return Key(partition, _checked(day, DAY, "day"))


def reputation(site: str, reader: str) -> Key:
    """A reader's record."""
    return Key(f"U#{site_token(site)}#{reader_token(reader)}", "STAT")


def ban(site: str, kind: str, hashed: str) -> Key:
    """A ban of a reader, an address range or a mail."""
    return Key(f"S#{site_token(site)}#BANS", f"{_checked(kind, KIND, 'ban')}#{_checked(hashed, HASH, 'ban')}")


def site_config(site: str) -> Key:
    """A site's configuration."""
    return Key(f"S#{site_token(site)}", "CFG")


def policy_state(site: str) -> Key:
    """Which policy version is in force at a site: a row of its own, for the configuration's is rewritten whole."""
    return Key(f"S#{site_token(site)}", "POL")


def policy_version(site: str, version: int) -> Key:
    """One saved policy document; digits are padded so that rows sort by version."""
    return Key(f"S#{site_token(site)}", f"POL#{version:0{VERSION_DIGITS}d}")


SITE_LOG_PREFIX = "LOG#"
JOB_PREFIX = "JOB#"


def webhook(site: str, hook: str) -> Key:
    """A webhook and how its calls went: in a partition that the function which calls strangers may write, alone."""
    return Key(f"W#{site_token(site)}", f"WH#{id_token(hook, 'webhook')}")


def webhook_ids(site: str) -> Key:
    """The ids of a site's webhooks, in one row, so that their number has a limit."""
    return Key(f"W#{site_token(site)}", "WH")


def job(site: str, job_id: str) -> Key:
    """A job: what was asked, its checkpoint, what it found."""
    return Key(f"S#{site_token(site)}", f"{JOB_PREFIX}{id_token(job_id, 'job')}")


def job_place(site: str, kind: str) -> Key:
    """Which job of a kind runs at a site: there is one such row, so there is one such job."""
    return Key(f"S#{site_token(site)}", f"JOBPLACE#{_checked(kind, KIND, 'kind')}")


def job_reads(site: str, day: str) -> Key:
    """How many comments a site's jobs read on a UTC day."""
    return Key(f"S#{site_token(site)}", f"JOBREADS#{_checked(day, DAY, 'day')}")


def site_log(site: str, at: int, mark: str) -> Key:
    """A line of a site's own log (policy, bans, exports, erasures); `mark` tells those of one millisecond apart."""
    return Key(f"S#{site_token(site)}", f"{SITE_LOG_PREFIX}{at:013d}#{_checked(mark, HASH, 'mark')}")


def site_pending(site: str, shard: int) -> Key:
    """How many comments of one shard wait."""
    return Key(f"S#{site_token(site)}", f"CNT#{shard}")


def tally(site: str, day: str, who: str) -> Key:
    """The numbers of one UTC day, of the site or of one moderator."""
    return Key(
        f"S#{site_token(site)}", f"{TALLY_PREFIX}{_checked(day, DAY, 'day')}#{_checked(who, LAST, 'who')}"
    )


def sweep(site: str) -> Key:
    """How far the one-minute round has come."""
    return Key(f"S#{site_token(site)}", "SWEEP")


def mailbox(site: str, moderator_id: str) -> Key:
    """What one member of the team was told."""
    return Key(f"S#{site_token(site)}", f"MAIL#{_checked(moderator_id, LAST, 'moderator')}")


TALLY_PREFIX = "ST#"


def team(site: str) -> str:
    """The partition of a site's moderators."""
    return f"M#{site_token(site)}"


def moderator(site: str, moderator_id: str) -> Key:
    """One member of a site's team."""
    return Key(team(site), _checked(moderator_id, LAST, "moderator"))


REGISTRY = "SITES"


def registry(site: str) -> Key:
    """A site's row among all sites."""
    return Key(REGISTRY, site_token(site))


def seen(consumer: str, event_id: str) -> Key:
    """Whether a consumer has handled an event."""
    return Key(f"D#{_checked(consumer, LAST, 'consumer')}", _checked(event_id, LAST, "event"))


def parse_comment_partition(pk: str) -> tuple[str, str]:
    """(site, comment id) of a comment's partition. Raises ValueError for any other key.

    >>> parse_comment_partition("C#demo#" + "b" * 26)
    ('demo', 'bbbbbbbbbbbbbbbbbbbbbbbbbb')
    """
    letter, _, rest = pk.partition("#")
    site, _, comment_id = rest.partition("#")
    if letter != "C" or not SITE.fullmatch(site) or not is_id(comment_id):
        raise ValueError("not the key of a comment")
    return site, comment_id


def _comment_partition(site: str, comment_id: str) -> str:
    return f"C#{site_token(site)}#{id_token(comment_id)}"


def _page_partition(site: str, page_id: str) -> str:
    return f"N#{site_token(site)}#{id_token(page_id, 'page')}"
