/** What stands above the queue: how many wait, in which order, and which of them are shown. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { ORDERS, type Order, type Wanted } from "../api.ts";
import { choice } from "../ui/fields.ts";
import type { ConsoleContext } from "../session.ts";

export class Bar {
  readonly element = h("div", { class: "bar" });
  readonly #context: ConsoleContext;
  readonly #ask: () => boolean;
  readonly #pending = h("p", { class: "pending", role: "status" });
  readonly #all: HTMLButtonElement;
  readonly #order: HTMLSelectElement;
  readonly #reason: HTMLSelectElement;
  readonly #text: HTMLInputElement;
  #wanted: Wanted;

  /** `ask` fetches what is wanted now; false when somebody who is writing would rather not. */
  constructor(context: ConsoleContext, order: Order, ask: () => boolean) {
    const { words } = context;
    const changed = (): void => this.#read();
    this.#context = context;
    this.#ask = ask;
    this.#wanted = { order, page: null, reason: "", text: "" };
    this.#all = act("all-articles", words.allArticles, () => this.only(null), { hidden: true });
    this.#order = choice(Object.fromEntries(ORDERS.map((each) => [each, words.orders[each]])), { "aria-label": words.order, onchange: changed });
    this.#reason = choice({ "": words.anyReason, ...words.holds }, { "aria-label": words.why, onchange: changed });
    this.#text = h("input", { type: "search", "aria-label": words.search, placeholder: words.search, maxlength: 100, dir: "auto", onchange: changed, onsearch: changed });
    const refresh = act("refresh", words.refresh, () => this.#ask());
    this.element.append(this.#pending, this.#all, this.#order, this.#reason, this.#text, refresh);
    this.#show();
  }

  get wanted(): Wanted {
    return this.#wanted;
  }

  /** Whether only some of what waits is shown. */
  get narrowed(): boolean {
    const { page, reason, text } = this.#wanted;
    return Boolean(page || reason || text);
  }

  only(page: string | null): void {
    this.#want({ ...this.#wanted, page });
  }

  count(pending: number): void {
    this.#pending.textContent = this.#context.format.plural(this.#context.words.pending, pending);
  }

  #read(): void {
    const order = this.#order.value as Order;
    this.#want({ ...this.#wanted, order, reason: this.#reason.value, text: this.#text.value.trim() });
  }

  /** Browsers tell of one search up to three times: what is wanted already is not fetched again. */
  #want(wanted: Wanted): void {
    const before = this.#wanted;
    if (JSON.stringify(wanted) === JSON.stringify(before)) return;
    this.#wanted = wanted;
    if (!this.#ask()) this.#wanted = before;
    this.#show();
  }

  #show(): void {
    const { order, page, reason, text } = this.#wanted;
    this.#all.hidden = page === null;
    this.#order.value = order;
    this.#reason.value = reason;
    this.#text.value = text;
  }
}
