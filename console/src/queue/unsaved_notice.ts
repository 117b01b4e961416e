/** How many decisions were not saved, above the queue: whoever decides has gone on, and the card may be out of sight. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import type { Card } from "./card.ts";
import type { ConsoleContext } from "../session.ts";

export class UnsavedNotice {
  readonly element = h("div", { class: "trouble", role: "status" });
  readonly #context: ConsoleContext;
  readonly #select: (card: Card) => void;

  constructor(context: ConsoleContext, select: (card: Card) => void) {
    this.#context = context;
    this.#select = select;
  }

  /** Counts them anew, and offers to lead to the first. */
  draw(cards: readonly Card[]): void {
    const { words, format } = this.#context;
    const [first, ...more] = cards.filter((card) => card.troubled);
    if (!first) return this.element.replaceChildren();
    const text = format.plural(words.unsaved, 1 + more.length);
    this.element.replaceChildren(h("span", {}, text), act("show-unsaved", words.look, () => this.#lead(first)));
  }

  #lead(card: Card): void {
    this.#select(card);
    card.element.scrollIntoView({ block: "center" });
  }
}
