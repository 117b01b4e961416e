/** What stands above the comments: how many wait, which list is shown in which order, and which of it. */
import { h } from "../../../widget/src/dom.ts";
import { LISTS, ORDERS, type List, type Order, type Wanted } from "../api.ts";
import type { ConsoleContext } from "../session.ts";
import { act } from "../ui/act.ts";
import { choice } from "../ui/fields.ts";

const NOTHING = { list: "waiting", page: null, author: null, reason: "", text: "", from: "", until: "" } as const;

export interface BarHost {
  /** Fetches what is wanted now; false when somebody who is writing would rather not. */
  ask(): boolean;
  tickAll(): void;
}

export class Bar {
  readonly element = h("div", { class: "bar" });
  readonly #context: ConsoleContext;
  readonly #host: BarHost;
  readonly #tickAll: HTMLButtonElement;
  readonly #pending = h("p", { class: "pending", role: "status" });
  readonly #insisted = act("insisted", "", () => this.#want({ ...this.#wanted, list: "insisted" }), { hidden: true, class: "quiet" });
  readonly #all: HTMLButtonElement;
  readonly #everybody: HTMLButtonElement;
  readonly #list: HTMLSelectElement;
  readonly #order: HTMLSelectElement;
  readonly #reason: HTMLSelectElement;
  readonly #text: HTMLInputElement;
  readonly #from: HTMLInputElement;
  readonly #until: HTMLInputElement;
  readonly #days: HTMLElement;
  #wanted: Wanted;

  constructor(context: ConsoleContext, wanted: Partial<Wanted> & { readonly order: Order }, host: BarHost) {
    const { words } = context;
    const changed = (): void => this.#read();
    const day = (label: string): HTMLInputElement => h("input", { type: "date", "aria-label": label, onchange: changed });
    this.#context = context;
    this.#host = host;
    this.#tickAll = act("select-all", words.selectAll, () => host.tickAll(), { hidden: true });
    this.#wanted = { ...NOTHING, ...wanted };
    this.#all = act("all-articles", words.allArticles, () => this.only(null), { hidden: true });
    this.#everybody = act("all-authors", words.allAuthors, () => this.of(null), { hidden: true });
    this.#list = choice(Object.fromEntries(LISTS.map((each) => [each, words.lists[each]])), { "aria-label": words.list, onchange: changed });
    this.#order = choice(Object.fromEntries(ORDERS.map((each) => [each, words.orders[each]])), { "aria-label": words.order, onchange: changed });
    this.#reason = choice({ "": words.anyReason, ...words.holds }, { "aria-label": words.why, onchange: changed });
    this.#text = h("input", { type: "search", "aria-label": words.search, placeholder: words.search, maxlength: 400, dir: "auto", onchange: changed, onsearch: changed });
    [this.#from, this.#until] = [day(words.from), day(words.until)];
    this.#days = h("span", { class: "days" }, h("label", {}, `${words.from} `, this.#from), h("label", {}, `${words.until} `, this.#until));
    const refresh = act("refresh", words.refresh, () => host.ask());
    this.element.append(this.#pending, this.#insisted, this.#all, this.#everybody, this.#list, this.#order, this.#reason, this.#days, this.#text, refresh, this.#tickAll);
    this.#show();
  }

  get wanted(): Wanted {
    return this.#wanted;
  }

  /** Whether it is the queue that is shown, and whether all of what was asked for is not all there is. */
  get waiting(): boolean {
    return this.#wanted.list === "waiting";
  }

  get narrowed(): boolean {
    const { page, author, reason, text, from, until } = this.#wanted;
    return !this.waiting || Boolean(page || author || reason || text || from || until);
  }

  only(page: string | null): void {
    this.#want({ ...this.#wanted, page });
  }

  /** What the author of a comment wrote, whatever became of it; with null what waits again. */
  of(author: string | null): void {
    this.#want({ ...this.#wanted, ...NOTHING, author, list: author ? "all" : "waiting" });
  }

  /** One comment, by its id. */
  open(id: string): void {
    this.#want({ ...this.#wanted, ...NOTHING, text: id });
  }

  search(): void {
    this.#text.focus();
    this.#text.select();
  }

  count(pending: number): void {
    this.#pending.textContent = this.#context.format.plural(this.#context.words.pending, pending);
  }

  /** Whether there is anything that all of could be chosen of. */
  tickable(some: boolean): void {
    this.#tickAll.hidden = !some;
  }

  /** How many readers asked for another look, at the least. */
  asked(insisted: number): void {
    this.#insisted.hidden = !insisted;
    this.#insisted.textContent = this.#context.format.plural(this.#context.words.lookAgain, insisted);
  }

  #read(): void {
    const list = this.#list.value as List;
    const { author, order: before } = this.#wanted;
    const chosen = this.#order.value as Order;
    const order = list !== "waiting" && chosen === "newest" && before === "riskiest" ? before : chosen; // kept for the queue
    const text = this.#text.value.trim();
    const days = list === "waiting" ? { from: "", until: "" } : { from: this.#from.value, until: this.#until.value };
    this.#want({ ...this.#wanted, list: list === "all" && !author ? "waiting" : list, order, reason: this.#reason.value, text, ...days });
  }

  /** Browsers tell of one search up to three times: what is wanted already is not fetched again. */
  #want(wanted: Wanted): void {
    const before = this.#wanted;
    if (JSON.stringify(wanted) === JSON.stringify(before)) return;
    this.#wanted = wanted;
    if (!this.#host.ask()) this.#wanted = before;
    this.#show();
  }

  #show(): void {
    const { list, order, page, author, reason, text, from, until } = this.#wanted;
    this.#all.hidden = page === null;
    this.#everybody.hidden = author === null;
    for (const option of this.#list.options) option.hidden = option.value === "all" && author === null;
    for (const option of this.#order.options) option.hidden = option.value === "riskiest" && list !== "waiting";
    this.#list.value = list;
    this.#order.value = list !== "waiting" && order === "riskiest" ? "newest" : order;
    this.#reason.value = reason;
    this.#text.value = text;
    this.#days.hidden = list === "waiting";
    this.#from.value = from;
    this.#until.value = until;
  }
}
