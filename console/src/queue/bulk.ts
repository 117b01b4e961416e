/** One decision on many comments: each is answered for itself, what fails stays open and says why. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { Problem, type Result } from "../api.ts";
import type { Card } from "./card.ts";
import type { ConsoleContext } from "../session.ts";
import type { Decision } from "../words/type.ts";

/** The API takes 50 decisions at a time. */
const MOST = 50;
const ACTIONS = ["approve", "reject", "spam"] as const;

export interface BulkHost {
  settled(card: Card, action: Decision): void;
  failed(problem: unknown): void;
  ticked(): void;
}

export class Bulk {
  readonly element = h("div", { class: "bulk", role: "region" });
  readonly #context: ConsoleContext;
  readonly #host: BulkHost;
  #busy = false;

  constructor(context: ConsoleContext, host: BulkHost) {
    this.#context = context;
    this.#host = host;
    this.element.ariaLabel = context.words.select;
    this.element.hidden = true;
  }

  /** Shows how many are ticked and what can be done with them. */
  draw(cards: readonly Card[]): void {
    const { words, format } = this.#context;
    const ticked = cards.filter((card) => card.ticked);
    this.element.hidden = !ticked.length;
    const buttons = ACTIONS.map((action) => act(`bulk-${action}`, words.actions[action], () => void this.#decide(ticked, action), { class: action, disabled: this.#busy }));
    this.element.replaceChildren(h("span", { role: "status" }, format.plural(words.selected, ticked.length)), ...buttons);
  }

  async #decide(cards: readonly Card[], action: Decision): Promise<void> {
    this.#busy = true;
    this.draw(cards);
    try {
      await Promise.all(cards.map(({ work }) => work));
      for (let at = 0; at < cards.length; at += MOST) await this.#send(cards.slice(at, at + MOST), action);
    } finally {
      this.#busy = false;
      this.#host.ticked();
    }
  }

  async #send(cards: readonly Card[], action: Decision): Promise<void> {
    const wishes = cards.map(({ item: { id, version } }) => ({ id, version, action }));
    try {
      const results = await this.#context.api.bulk(wishes);
      results.forEach((result) => this.#take(cards, result, action));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#host.failed(problem);
    }
  }

  #take(cards: readonly Card[], { id, status, comment, problem }: Result, action: Decision): void {
    const { words } = this.#context;
    const card = cards.find(({ item }) => item.id === id);
    if (!card) return;
    card.ticked = false;
    if (comment) {
      card.item = comment;
      this.#host.settled(card, action);
    } else card.putBack(`${words.notSaved} ${new Problem(status, problem ?? {}).detail}`, words.show, () => void card.refresh());
  }
}
