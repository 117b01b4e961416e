/** What the judges found, as marks in the text. */
import { pieces, type Span } from "../../../widget/src/text.ts";
import type { Sign } from "../api.ts";

export interface Layer {
  readonly text: string;
  readonly level: "" | "sense" | "word";
}

/** Whether a symbol counts and has a place in the text. */
export function hasPlace(sign: Sign): sign is Sign & Span {
  return sign.score > 0 && sign.start !== null && sign.end !== null;
}

/** Whether it was found as a word; the statistical model only says in which sentence the sense lies. */
export function isWord({ name }: Pick<Sign, "name">): boolean {
  return !name.startsWith("ABUSE_MODEL");
}

/** The text in pieces, each within a word, within a sense, or neither; a word inside a sense is a word. */
export function layers(text: string, senses: readonly Span[], words: readonly Span[]): Layer[] {
  let at = 0;
  return pieces(text, words).flatMap(({ text: part, marked }) => {
    const from = at;
    at += [...part].length;
    const within = senses.map(({ start, end }) => ({ start: start - from, end: end - from }));
    return marked ? [{ text: part, level: "word" }] : tinted(part, within);
  });
}

function tinted(text: string, senses: readonly Span[]): Layer[] {
  return pieces(text, senses).map(({ text, marked }) => ({ text, level: marked ? "sense" : "" }));
}
