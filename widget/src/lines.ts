/**
 * How a text is laid out: in lines, each in its own direction, with web addresses as links. The same rules as in
 * `shared/ghirbal/http/views/lines.py`; both are held to `tests/vectors/lines.json`.
 */

/** A piece of a line; an address is a link. */
export interface Part {
  readonly text: string;
  readonly link: boolean;
}

export interface Line {
  readonly dir: "rtl" | "ltr" | null;
  readonly parts: readonly Part[];
}

/** The first letter of each word. */
const FIRST = /(?:^|[ \t\xa0])[^ \t\xa0\p{L}]*(\p{L})/gu;
/** Letters of Hebrew, Arabic and their relatives. */
const LEFTWARD = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ADDRESS =
  /https?:\/\/[^\s\0-\x20\x7f\x85<>"'`\\^{|}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]{1,500}/gi;
/** A host without name and password, which only ever deceive. */
const PLAIN = /^https?:\/\/[^/?#@:[\]]+(:\d{1,5})?([/?#]|$)/i;

/** Blank lines come one at a time. */
export function lines(text: string): Line[] {
  const rows = text.split("\n").map((row) => (/[^\s\p{C}]/u.test(row) ? row : ""));
  return rows.filter((row, at) => row || rows[at - 1]).map((row) => ({ dir: direction(row), parts: parts(row) }));
}

/** That of most words, leftward where as many; null where there is no letter. */
function direction(line: string): Line["dir"] {
  const sides = [...line.matchAll(FIRST)].map(([, letter]) => LEFTWARD.test(letter!));
  return sides[0] === undefined ? null : 2 * sides.filter(Boolean).length < sides.length ? "ltr" : "rtl";
}

function parts(line: string): Part[] {
  const found: Part[] = [];
  let done = 0;
  for (const { 0: match, index } of line.matchAll(ADDRESS)) {
    const address = trimmed(match);
    if (!PLAIN.test(address)) continue;
    found.push({ text: line.slice(done, index), link: false }, { text: address, link: true });
    done = index + address.length;
  }
  return [...found, { text: line.slice(done), link: false }].filter(({ text }) => text);
}

/** Without what ends a sentence more often than an address; a bracket belongs to it where it was opened in it. */
function trimmed(address: string): string {
  const [open, close] = address.endsWith(")") ? "()" : "[]";
  const extra = address.endsWith(close!) && address.split(open!).length < address.split(close!).length;
  return extra || /[.,;:!?»،؛؟…]$/.test(address) ? trimmed(address.slice(0, -1)) : address;
}
