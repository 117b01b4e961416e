/** Decisions on their way to the server, one after the other on each card; what doesn't arrive is put back and explained. */
import { Problem, type Item } from "../api.ts";
import type { Card } from "./card.ts";
import type { ConsoleContext } from "../session.ts";
import type { Decision, Words } from "../words/type.ts";

export interface DecisionToSend {
  readonly act: () => Promise<Item>;
  /** What the card showed before. */
  readonly before: Decision | null;
  readonly again: () => void;
}

export interface Sender {
  /** By how many more comments wait afterwards. */
  tally(change: number): void;
  /** Resolves when somebody has signed in again. */
  signedOut(): Promise<void>;
}

export class DecisionSender {
  readonly #context: ConsoleContext;
  readonly #sender: Sender;

  constructor(context: ConsoleContext, sender: Sender) {
    this.#context = context;
    this.#sender = sender;
  }

  send(card: Card, sent: DecisionToSend): void {
    card.work = card.work.then(() => this.#carryOut(card, sent));
  }

  /** Within a minute as if it had not been; later as a decision of its own, back to waiting. */
  async takeBack(card: Card): Promise<Item> {
    const { api } = this.#context;
    const { id } = card.item;
    try {
      return await api.undo(id, card.item.version);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== "undo-refused") throw problem;
      return api.decide(id, "hold", card.item.version, "");
    }
  }

  async #carryOut(card: Card, sent: DecisionToSend): Promise<void> {
    try {
      const { status: before, text } = card.item;
      card.item = await sent.act();
      this.#sender.tally(waits(card.item.status) - waits(before));
      if (!card.done || (!text && card.item.text)) card.draw(); // what is restored has its text again
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      await this.#failed(card, sent, problem);
    }
  }

  async #failed(card: Card, sent: DecisionToSend, problem: Problem): Promise<void> {
    if (problem.status === 401) {
      await this.#sender.signedOut();
      return this.#carryOut(card, sent);
    }
    const { words } = this.#context;
    card.settle(sent.before);
    if (problem.code === "version-conflict") card.putBack(this.#whoWon(problem), words.show, () => void card.refresh());
    else card.putBack(`${words.notSaved} ${reasonOf(problem, words)}`, words.retry, sent.again);
  }

  #whoWon({ decidedBy, state, at }: Problem): string {
    const { words, format } = this.#context;
    const parts = [words.conflict, `\u2068${decidedBy || words.somebody}\u2069`, "–", words.states[state] ?? state];
    return [...parts, at && `(${format.ago(at)})`].join(" ");
  }
}

/** By how many a comment of that state adds to what waits. */
export function waits(status: string): 0 | 1 {
  return status === "PENDING" ? 1 : 0;
}

/** Why a call failed, in words. */
export function reasonOf({ status, detail }: Problem, words: Words): string {
  if (!navigator.onLine) return words.offline;
  return (status === 403 && (detail || words.forbidden)) || (status >= 400 && detail) || words.failed;
}
