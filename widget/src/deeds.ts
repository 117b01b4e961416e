/**
 * What is seldom done to a comment: edit, delete, report, share, and mark the words to change. A file of its own, loaded
 * when one of them is asked for.
 */
import type { Answer, Comment, Reason } from "./api.ts";
import type { Purpose } from "./composer.ts";
import type { Context } from "./context.ts";
import { button, h } from "./dom.ts";
import { narrowest, pieces, type Span } from "./text.ts";
import { wordsOf } from "./words/deeds.ts";

export { copy, share } from "./share.ts";

export type Deed = "edit" | "remove" | "report";

/** The comment that something is done to, and its view's help. */
export interface Ground {
  readonly context: Context;
  readonly comment: Comment;
  readonly panel: HTMLElement;
  edit(purpose: Purpose): void;
  changed(answer: Answer): void;
  removed(): void;
  /** Runs it and says what went wrong. */
  attempt(act: () => Promise<void>): void;
}

/** Opens the text and version as the server has them now; the window may have closed. */
export async function edit(ground: Ground): Promise<void> {
  const { context, comment, panel } = ground;
  const { api, session, words } = context;
  const tokens = await session.tokens();
  const state = await api.state(comment.id, tokens.reader);
  if (!state.editable_until) return say(panel, wordsOf(context.lang).tooLate);
  ground.edit({
    slot: comment.id,
    label: words.edit,
    action: words.save,
    initial: state.text,
    send: ({ text }) => api.act("PATCH", comment.id, tokens, { text, version: state.version, url: context.url }),
    done: ground.changed,
    cancel: () => panel.replaceChildren(),
  });
}

export async function remove(ground: Ground): Promise<void> {
  const { lang, words } = ground.context;
  ask(ground, wordsOf(lang).removeAsk, [[words.remove, () => removeNow(ground)]]);
}

export async function report(ground: Ground): Promise<void> {
  const words = wordsOf(ground.context.lang);
  const reasons = Object.entries(words.reasons) as [Reason, string][];
  ask(ground, words.reportAsk, reasons.map(([code, text]) => [text, () => reportNow(ground, code)]));
}

/** A refused text with the found words marked, each where nothing narrower was found. */
export function marked(text: string, spans: readonly Span[]): HTMLElement {
  const shown = pieces(text, narrowest(spans)).map((piece) => (piece.marked ? h("mark", {}, piece.text) : piece.text));
  return h("p", { class: "text", dir: "auto" }, ...shown);
}

async function removeNow({ context, comment, removed }: Ground): Promise<void> {
  const { api, session, own } = context;
  const tokens = await session.tokens();
  const { version } = await api.state(comment.id, tokens.reader);
  await api.act("DELETE", `${comment.id}?version=${version}`, tokens);
  own.forget(comment.id);
  removed();
}

async function reportNow({ context, comment, panel }: Ground, reason: Reason): Promise<void> {
  const { api, session, lang } = context;
  await api.act("POST", `${comment.id}/report`, await session.tokens(), { reason });
  say(panel, wordsOf(lang).reported);
}

type Choice = readonly [label: string, act: () => Promise<void>];

function ask({ context, panel, attempt }: Ground, question: string, choices: readonly Choice[]): void {
  const buttons = choices.map(([label, act]) => button(label, () => attempt(act)));
  const cancel = button(context.words.cancel, () => panel.replaceChildren());
  panel.replaceChildren(h("div", { class: "ask", role: "group" }, h("span", {}, question), ...buttons, cancel));
  buttons[0]?.focus();
}

function say(panel: HTMLElement, text: string): void {
  panel.replaceChildren(h("p", { class: "notice", role: "status" }, text));
}
