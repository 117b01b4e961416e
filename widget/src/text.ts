/** Lengths and positions in the server's unit: Unicode code points, counted after NFC. */
import type { components } from "../../docs/openapi.d.ts";

export type Span = components["schemas"]["Span"];

/** What the server will store: LF line ends, no space around it, no half of an emoji. */
export function stored(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").trim();
}

/** Whether nothing of it would be seen: white space, marks without a letter, fillers, a tatweel alone. */
export function blank(text: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(/[\u0640\u115f\u1160\u2800\u3164\uffa0]/g, ""));
}

/** Code points after NFC, the server's way to count (`tests/vectors/length.json`). */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text.normalize("NFC")) count++;
  return count;
}

/** The number that the server counts to 1,000: that of the stored text. */
export function length(text: string): number {
  return characters(stored(text));
}

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** `text` cut at the spans (code points, half-open); overlapping spans melt into one. */
export function pieces(text: string, spans: readonly Span[]): Piece[] {
  const points = [...text];
  const marked = new Set(spans.flatMap((span) => range(Math.max(0, span.start), Math.min(points.length, span.end))));
  const found: { text: string; marked: boolean }[] = [];
  points.forEach((point, index) => {
    const last = found.at(-1);
    if (last && last.marked === marked.has(index)) last.text += point;
    else found.push({ text: point, marked: marked.has(index) });
  });
  return found;
}

/** The spans that hold no other one: where a word and its whole sentence were found, the word. */
export function narrowest<S extends Span>(spans: readonly S[]): S[] {
  return spans.filter((span) => !spans.some((other) => holds(span, other) && !holds(other, span)));
}

function holds(span: Span, other: Span): boolean {
  return span.start <= other.start && other.end <= span.end;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
