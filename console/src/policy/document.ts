/** A site's policy document as the page's fields show it; what they don't show stays as it is. */

export type List = "hold" | "reject" | "allow";
export const LISTS: readonly List[] = ["hold", "reject", "allow"];
export type Document = Readonly<Record<string, unknown>>;

export interface Fields {
  readonly profile: string;
  readonly hold: string;
  readonly reject: string;
  readonly words: Readonly<Record<List, string>>;
}

export function fieldsOf(document: Document): Fields {
  const thresholds = part(document, "thresholds");
  const words = part(document, "words");
  const lines = (list: List): string => (Array.isArray(words[list]) ? words[list].map(String).join("\n") : "");
  return {
    profile: typeof document["profile"] === "string" ? document["profile"] : "",
    hold: shown(thresholds["hold"]),
    reject: shown(thresholds["reject"]),
    words: { hold: lines("hold"), reject: lines("reject"), allow: lines("allow") },
  };
}

/** The document with these fields in it; an empty field is left out, so that the shipped value holds. */
export function withFields(document: Document, fields: Fields): Document {
  const thresholds = { ...part(document, "thresholds"), hold: numeric(fields.hold), reject: numeric(fields.reject) };
  const words = { ...part(document, "words"), ...Object.fromEntries(LISTS.map((list) => [list, entries(fields.words[list])])) };
  return filled({ ...document, profile: fields.profile || undefined, thresholds: filled(thresholds), words: filled(words) });
}

/** Lines without blanks around them, each once. */
export function entries(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean);
}

/** A document out of its text; null for what is no JSON object. */
export function parsed(text: string): Document | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Document) : null;
  } catch {
    return null;
  }
}

function part(document: Document, name: string): Readonly<Record<string, unknown>> {
  const value = document[name];
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Document) : {};
}

function filled(document: Document): Document {
  const says = ([, value]: readonly [string, unknown]): boolean =>
    value !== undefined && !(Array.isArray(value) && !value.length) && !(isPlain(value) && !Object.keys(value).length);
  return Object.fromEntries(Object.entries(document).filter(says));
}

function isPlain(value: unknown): value is object {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : "";
}

function numeric(text: string): number | undefined {
  const value = Number(text);
  return text.trim() && Number.isFinite(value) ? value : undefined;
}
