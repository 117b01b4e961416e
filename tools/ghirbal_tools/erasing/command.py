"""`ghirbal erase --site S`: a reader's data at a site, shown, copied and erased.

    ghirbal erase --site S --comment ID          the author of a comment
    ghirbal erase --site S --reader READER       a reader's hash, or sso: and the id by which the site signs them in
    ghirbal erase --site S --token -             the reader's own token, on standard input
    ghirbal erase --site S --mail ADDRESS        send the proof there: one mail a target and day
    ghirbal erase --site S --proof CODE          what bears the mail that the code was sent to, and nothing else

With `--dry-run` nothing is erased; `--copy FILE` writes what is stored first, for the reader to take along. An erase
that was killed is started again; one that is repeated finds nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ghirbal.auth.erasure import MailProof, issue_proof, open_proof
from ghirbal.auth.reader import mail_hash, reader_of
from ghirbal.auth.sso import SSO, reader_hash
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import is_id
from ghirbal.domain.policy import Policy
from ghirbal.ports.erasing import Saying
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.rights.erase import Erased, Ports, erase_comments, erase_reader
from ghirbal.usecases.rights.prove import Target, send_code
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools import where
from ghirbal_tools.erasing.copying import copy, record_of
from ghirbal_tools.erasing.parked import clean
from ghirbal_tools.failure_bucket import FailureBucket


@dataclass(frozen=True, slots=True)
class Whom:
    """Whose data: a reader's at the site, what bears a mail, or one comment; and how that is known, for the receipt."""

    by: str
    reader: str = ""
    mail: str = ""
    comment: Comment | None = None


def main(
    argv: Sequence[str] | None = None, deps: Deps | None = None, bucket: FailureBucket | None = None
) -> int:
    """0 done; 1 refused, or nobody found; 2 wrong arguments. `deps` and `bucket` stand for the deployed ones."""
    given = parser().parse_args(argv)
    try:
        return run(given, deps or connected(given), bucket or _bucket(given))
    except where.UsageError as error:
        print(f"ghirbal erase: {error}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(
        prog="ghirbal erase", description=__doc__.partition("\n")[0], parents=[where.arguments()]
    )
    made.add_argument("--site", required=True)
    whom = made.add_mutually_exclusive_group(required=True)
    whom.add_argument("--comment", metavar="ID", help="the author of this comment")
    whom.add_argument("--reader", help="a reader's hash, or sso: and the id at the site")
    whom.add_argument("--token", metavar="TOKEN", help="a reader's own token; - reads it from standard input")
    whom.add_argument(
        "--mail", metavar="ADDRESS", help="send the code to this address, if a comment bears it"
    )
    whom.add_argument("--proof", metavar="CODE", help="the code of such a mail")
    made.add_argument("--dry-run", action="store_true", help="say how much there is, erase nothing")
    made.add_argument("--copy", type=Path, metavar="FILE", help="write what is stored to a JSON file first")
    made.add_argument("--receipt", type=Path, metavar="FILE", help="write the receipt to a JSON file, too")
    made.add_argument("--bucket", help="the failure bucket (else --stack)")
    made.add_argument("--secret", help="the secret's name or ARN (else --stack, else GHIRBAL_SECRET)")
    made.add_argument(
        "--sender", default="", help="verified address that --mail sends from (else GHIRBAL_MAIL_FROM)"
    )
    return made


def run(given: argparse.Namespace, deps: Deps, bucket: FailureBucket | None) -> int:
    """Carry out parsed arguments. Raises UsageError, GhirbalError, OSError."""
    where.site_named(deps.sites, given.site)
    if given.mail:
        return _ask(given, deps)
    whom = whom_of(given, deps)
    if given.copy:
        record = record_of(given.site, whom.reader, deps.reputations) if whom.reader else {}
        copy(given.copy, found(given, whom, deps), said(given, whom, deps), record, deps.pages, deps.erasures)
        print(f"what is stored is in {given.copy}")
    if given.dry_run:
        comments, sayings = list(found(given, whom, deps)), list(said(given, whom, deps))
        print(f"{len(comments)} comments, {len(sayings)} likes and reports; nothing was erased")
        return 0 if comments or sayings else 1
    return _tell(given, _erase(given, whom, deps, bucket), bucket)


def connected(given: argparse.Namespace) -> Deps:
    """The service's ports. Raises UsageError."""
    place = where.find(given, os.environ)
    sender = given.sender or os.environ.get("GHIRBAL_MAIL_FROM", "")
    return Deps(Settings(table=place.table, secret=place.secret, mail_from=sender))


def whom_of(given: argparse.Namespace, deps: Deps) -> Whom:
    """Whom the arguments name. Raises UsageError for nobody."""
    if given.proof:
        return Whom("mail", mail=_proven(given, deps))
    if given.token:
        reader = reader_of(deps.tokens, deps.keys, _typed(given.token), given.site, deps.clock())
        if reader is None:
            raise where.UsageError("that is no reader token of this site")
        return Whom("token", reader)
    if given.reader:
        return Whom("operator", _reader(given, deps))
    comment = deps.comments.get(given.site, given.comment)
    if comment is None or (not comment.reader and not comment.text):
        raise where.UsageError("there is no such comment at this site, or it was erased")
    return Whom("operator", comment.reader, comment=None if comment.reader else comment)


def found(given: argparse.Namespace, whom: Whom, deps: Deps) -> Iterator[Comment]:
    """The comments that an erase would take."""
    if whom.reader:
        return deps.erasures.written(given.site, whom.reader)
    if whom.comment:
        return iter([whom.comment])
    return deps.erasures.bearing(given.site, whom.mail)


def said(given: argparse.Namespace, whom: Whom, deps: Deps) -> Iterator[Saying]:
    """The likes and reports that an erase would take: a mail has none."""
    return deps.erasures.sayings(given.site, whom.reader) if whom.reader else iter(())


def _erase(given: argparse.Namespace, whom: Whom, deps: Deps, bucket: FailureBucket | None) -> Erased:
    ports = Ports(
        deps.erasures,
        deps.comments,
        deps.counters,
        deps.reputations,
        deps.votes,
        lambda site: _policy(site, deps),
    )
    now = deps.clock()
    if whom.reader:
        done = erase_reader(given.site, whom.reader, whom.by, ports, now)
    else:
        done = erase_comments(given.site, found(given, whom, deps), whom.by, ports, now)
    if bucket is not None:
        clean(bucket, given.site, done.comments, whom.reader)
    return done


def _tell(given: argparse.Namespace, done: Erased, bucket: FailureBucket | None) -> int:
    receipt = {
        "receipt": done.receipt.id,
        "site": done.receipt.site,
        "at": done.receipt.at,
        "by": done.receipt.by,
        "erased": dict(done.receipt.counts),
        "failure_bucket": "cleaned" if bucket is not None else "not named, so not looked at",
    }
    line = json.dumps(receipt, ensure_ascii=False)
    if given.receipt:
        given.receipt.write_text(line + "\n", "utf-8")
    print(line)
    return 0


def _ask(given: argparse.Namespace, deps: Deps) -> int:
    hashed = mail_hash(deps.keys, given.site, given.mail)
    if next(deps.erasures.bearing(given.site, hashed), None) is None:
        print("no comment bears this address, so no mail was sent (hashes are kept for 90 days)")
        return 1
    now = deps.clock()
    code = issue_proof(deps.tokens, MailProof(given.site, hashed, now))
    site = where.site_named(deps.sites, given.site)
    if not send_code(site, Target(given.mail, hashed), code, deps.comments, deps.mailer, now):
        print("this address had its mail a day ago at most; the code in it holds for three days")
        return 1
    print("sent; the code in the mail goes to --proof within three days")
    return 0


def _typed(said: str) -> str:
    return sys.stdin.read().strip() if said == "-" else said


def _reader(given: argparse.Namespace, deps: Deps) -> str:
    kind, _, subject = given.reader.partition(":")
    if kind == SSO and subject:
        return reader_hash(deps.keys, given.site, subject)
    if not is_id(given.reader):
        raise where.UsageError("a reader is 26 letters and digits, or sso: and the id at the site")
    return str(given.reader)


def _proven(given: argparse.Namespace, deps: Deps) -> str:
    try:
        return open_proof(deps.tokens, given.proof, given.site, deps.clock()).mail
    except Refused as refused:
        why = "older than three days" if refused.code == "link-expired" else "none of this site"
        raise where.UsageError(f"the code is {why}: ask again with --mail") from None


def _bucket(given: argparse.Namespace) -> FailureBucket | None:
    outputs = where.stack_outputs(given.stack) if given.stack else {}
    name = given.bucket or outputs.get("StreamFailureBucket", "")
    if not name:
        return None
    import boto3

    return FailureBucket(boto3.client("s3"), name)


def _policy(site: str, deps: Deps) -> Policy:
    return policy_of(deps.site_configs.get(site))
