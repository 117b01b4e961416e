"""CSV, JSON Lines and flat XML by a mapping: the normal case of a newsroom's own system.

Columns that the mapping does not name are looked for under the names that such tables have.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

from ghirbal_tools.importing.decoding import opened_text
from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.json_stream import lines, told, whole
from ghirbal_tools.importing.formats.xml_stream import attribute, elements, local, said
from ghirbal_tools.importing.html_text import text_or_markup, tidy
from ghirbal_tools.importing.record import ImportProblem, Record, State
from ghirbal_tools.importing.times import read_time

NAMES = {
    "key": ("id", "comment_id", "commentid", "key", "uuid"),
    "parent": ("parent", "parent_id", "parentid", "reply_to", "in_reply_to"),
    "page": ("url", "page", "page_url", "link", "article_url", "permalink", "uri", "post_url"),
    "page_key": ("page_id", "article_id", "post_id", "thread_id"),
    "title": ("title", "page_title", "article_title"),
    "text": ("text", "body", "content", "comment", "message", "comment_content"),
    "name": ("name", "author", "author_name", "nick", "username", "comment_author"),
    "mail": ("mail", "email", "author_email"),
    "author": ("author_id", "user_id", "userid"),
    "created": (
        "created",
        "created_at",
        "date",
        "time",
        "timestamp",
        "posted_at",
        "comment_date_gmt",
        "comment_date",
    ),
    "state": ("state", "status", "approved", "comment_approved"),
    "likes": ("likes", "votes", "score", "like_count", "vote_up"),
    "staff": ("staff", "is_staff", "admin"),
}
"""The names that a column is looked for under, in this order, when the mapping says nothing of it."""

STATES = {
    **dict.fromkeys(("approved", "approve", "1", "true", "yes", ""), State.APPROVED),
    **dict.fromkeys(("published", "publish", "visible", "active"), State.APPROVED),
    **dict.fromkeys(("pending", "hold", "held", "waiting", "0", "unapproved", "moderation"), State.PENDING),
    **dict.fromkeys(("rejected", "refused", "hidden", "false", "no"), State.REJECTED),
    "spam": State.SPAM,
    **dict.fromkeys(("deleted", "trash", "removed", "-1"), State.DELETED),
}
"""What tables call a comment's state; a mapping's `states` come first, and anything else waits for a moderator."""

_YES = frozenset({"1", "true", "yes"})
_Row = Mapping[str, str]


def read_csv(source: Source) -> Iterator[Record]:
    """A table with a head line; comma, semicolon or tab, told from the head."""
    csv.field_size_limit(sys.maxsize)
    with opened_text(source.path, source.encoding) as text:
        head = text.readline()
        if not head.strip():
            raise ImportProblem(f"{source.path}: empty; the first line has to name the columns")
        mark = max((",", ";", "\t"), key=head.count)
        columns = [cell.strip() for cell in next(csv.reader([head.lstrip("\ufeff")], delimiter=mark))]
        pick = _picker(source, columns)
        rows = csv.reader(text, delimiter=mark)
        try:
            for cells in rows:
                if cells:
                    place = f"line {rows.line_num + 1}"
                    yield _record(
                        source,
                        pick,
                        dict(zip(columns, cells, strict=False)),
                        place,
                        len(cells) == len(columns),
                    )
        except csv.Error as error:
            raise ImportProblem(
                f"{source.path}: line {rows.line_num + 1}: {error}; nothing was imported"
            ) from None


def read_jsonl(source: Source) -> Iterator[Record]:
    """One object a line; a mapping may name a member of a member (`user.name`)."""
    for number, found in lines(source):
        if found is None:
            yield Record(place=f"line {number}", skip="broken-row")
            continue
        row = dict(_flat(found))
        yield _record(source, _picker(source, row), row, f"line {number}", True)


def read_xml(source: Source) -> Iterator[Record]:
    """Any flat XML: the mapping's `row` names the element that is a comment ("comment" if it does not)."""
    for number, element in enumerate(elements(source, (source.rules.row or "comment",)), start=1):
        row = {local(one): said(one) for one in element} | {
            f"@{name.rpartition('}')[2]}": attribute(element, name.rpartition("}")[2])
            for name in element.attrib
        }
        yield _record(source, _picker(source, row), row, f"{source.rules.row or 'comment'} {number}", True)


def _flat(found: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        if isinstance(value, dict) and not {"iso", "$oid", "$date"} & value.keys():
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", told(found, name)


def _picker(source: Source, columns: Iterable[str]) -> Callable[[_Row, str], str]:
    """What answers a field of a row. Raises ImportProblem when there is no text, or a mapped column is missing."""
    known = {column.lower(): column for column in columns}
    mapped = source.rules.fields
    chosen = {
        field: mapped.get(field) or next((known[name] for name in names if name in known), "")
        for field, names in NAMES.items()
    }
    if not chosen["text"]:
        raise ImportProblem(
            f"{source.path}: no column is the text among {', '.join(known) or 'none'}: name it in the mapping, "
            '{"fields": {"text": "…"}}'
        )

    def pick(row: _Row, field: str) -> str:
        return (row.get(chosen[field]) or "").strip() if chosen[field] else ""

    return pick


def _record(
    source: Source, pick: Callable[[_Row, str], str], row: _Row, place: str, whole_row: bool
) -> Record:
    rules, text = source.rules, pick(row, "text")
    state = pick(row, "state")
    created = read_time(pick(row, "created"), rules.dates, rules.timezone)
    return Record(
        place=place,
        key=pick(row, "key"),
        parent="" if pick(row, "parent") in ("0", "null", "None", "NULL") else pick(row, "parent"),
        page=pick(row, "page"),
        page_key=pick(row, "page_key"),
        title=pick(row, "title"),
        text=text_or_markup(text) if rules.html or "<" in text else tidy(text),
        name=pick(row, "name"),
        mail=pick(row, "mail"),
        author=pick(row, "author"),
        created=created,
        state=rules.states.get(state) or STATES.get(state.lower(), State.PENDING),
        likes=whole(pick(row, "likes")),
        staff=pick(row, "staff").lower() in _YES,
        skip="" if whole_row else "broken-row",
    )
