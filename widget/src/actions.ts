/**
 * What is seldom done to a comment: edit, delete, report, share. A file of its own, loaded when one of them is
 * asked for.
 */
import type { Answer, Comment, Problem, Reason } from "./api.ts";
import { proofFor } from "./challenge.ts";
import type { Context } from "./context.ts";
import { button, h } from "./dom.ts";
import type { Purpose } from "./form.ts";
import { wordsOf } from "./words/actions.ts";

export { copy, share } from "./share.ts";

export type Action = "edit" | "remove" | "report";

/** The comment that something is done to, and its view's help. */
export interface ActionContext {
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
export async function edit(target: ActionContext): Promise<void> {
  const { context, comment, panel } = target;
  const { api, session, words } = context;
  const tokens = await session.tokens();
  const state = await api.state(comment.id, tokens.reader);
  if (!state.editable_until) return say(panel, wordsOf(context.lang).tooLate);
  target.edit({
    slot: comment.id,
    label: words.edit,
    action: words.save,
    initial: state.text,
    send: ({ text }) => api.act("PATCH", comment.id, tokens, { text, version: state.version, url: context.url }),
    done: target.changed,
    cancel: () => panel.replaceChildren(),
  });
}

export async function remove(target: ActionContext): Promise<void> {
  const { lang, words } = target.context;
  ask(target, wordsOf(lang).removeAsk, [["confirm", words.remove, () => removeNow(target)]]);
}

export async function report(target: ActionContext): Promise<void> {
  const words = wordsOf(target.context.lang);
  const reasons = Object.entries(words.reasons) as [Reason, string][];
  ask(
    target,
    words.reportAsk,
    reasons.map(([code, text]) => [code, text, () => reportNow(target, code)]),
  );
}

async function removeNow({ context, comment, removed }: ActionContext): Promise<void> {
  const { api, session, own } = context;
  const tokens = await session.tokens();
  const { version } = await api.state(comment.id, tokens.reader);
  await api.act("DELETE", `${comment.id}?version=${version}`, tokens);
  own.forget(comment.id);
  removed();
}

async function reportNow({ context, comment, panel }: ActionContext, reason: Reason): Promise<void> {
  const { api, session, lang, lazy } = context;
  const tokens = await session.tokens();
  const path = `${comment.id}/report`;
  // Where others on the same network reported very much, one more costs a proof of work.
  await api.act("POST", path, tokens, { reason }).catch(async (problem: Problem) => {
    const proof = await proofFor(problem, lazy);
    if (!proof) throw problem;
    return api.act("POST", path, tokens, { reason, proof });
  });
  say(panel, wordsOf(lang).reported);
}

type Choice = readonly [act: string, label: string, run: () => Promise<void>];

function ask({ context, panel, attempt }: ActionContext, question: string, choices: readonly Choice[]): void {
  const buttons = choices.map(([act, label, run]) => button(act, label, () => attempt(run)));
  const cancel = button("cancel", context.words.cancel, () => panel.replaceChildren());
  panel.replaceChildren(h("div", { class: "ask", role: "group" }, h("span", {}, question), ...buttons, cancel));
  buttons[0]?.focus();
}

function say(panel: HTMLElement, text: string): void {
  panel.replaceChildren(h("p", { class: "notice", role: "status" }, text));
}
