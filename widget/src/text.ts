/** Lengths and positions in the server's unit: Unicode code points, counted after NFC. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What the server will store: LF line ends, no space around it. */
export function stored(text: string): string {
  return text.replace(/\r\n?/g, "\n").trim();
}

/** Code points of the stored text after NFC: the number that the server counts to 1,000. */
export function length(text: string): number {
  return codePoints(stored(text).normalize("NFC"));
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

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
