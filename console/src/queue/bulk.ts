/** One decision on many comments: it names what it holds, asks above ten, and can be taken back within the minute. */
import { h } from "../../../widget/src/dom.ts";
import { Problem, type Result } from "../api.ts";
import type { ConsoleContext } from "../session.ts";
import { act } from "../ui/act.ts";
import type { Decision } from "../words/type.ts";
import type { Card } from "./card.ts";

/** The API takes 50 decisions at a time. */
const MOST = 50;
const ACTIONS = ["approve", "reject", "spam"] as const;
/** More than these are not decided on before somebody was asked. */
const UNASKED = 10;
/** Comments that are named, and the code points of their text that are shown. */
const NAMED = 5;
const EXCERPT = 48;
/** ms for which the service takes a decision back as if it had not been. */
const UNDO_WITHIN = 60_000;

export interface BulkHost {
  /** A card has what was decided; `before` is the state it had. */
  settled(card: Card, action: Decision, before: string): void;
  /** All that could be decided was. */
  decided(): void;
  takeBack(card: Card): void;
  failed(problem: unknown): void;
  ticked(): void;
}

export class Bulk {
  readonly element = h("div", { class: "bulk", role: "region" });
  readonly #context: ConsoleContext;
  readonly #host: BulkHost;
  readonly #reason: HTMLSelectElement;
  readonly #place = h("div", { class: "extra" });
  #ticked: readonly Card[] = [];
  /** What was decided last and may be taken back. */
  #done: readonly Card[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;

  constructor(context: ConsoleContext, host: BulkHost, reason: HTMLSelectElement) {
    this.#context = context;
    this.#host = host;
    this.#reason = reason;
    this.element.ariaLabel = context.words.bulk;
    this.element.hidden = true;
  }

  /** Shows which are ticked and what can be done with them, or what was just done with others. */
  draw(cards: readonly Card[]): void {
    this.#ticked = cards.filter((card) => card.ticked);
    this.element.hidden = !this.#ticked.length && !this.#done.length;
    this.#place.replaceChildren();
    this.element.replaceChildren(...(this.#ticked.length ? this.#offered() : this.#decided()), this.#place);
  }

  /** Takes the last many back, one after the other: each is told apart if it fails. */
  async undo(): Promise<void> {
    const cards = this.#done.filter(({ done }) => done);
    this.#forget();
    for (const card of cards) {
      this.#host.takeBack(card);
      await card.work;
    }
  }

  #offered(): HTMLElement[] {
    const { words } = this.#context;
    const held = this.#count(this.#ticked.length);
    const press = (action: (typeof ACTIONS)[number]): HTMLElement =>
      act(`bulk-${action}`, words.actions[action], () => this.#press(action), {
        class: action,
        disabled: this.#busy,
        "aria-label": `${words.actions[action]}${words.colon}${held}`,
      });
    return [h("span", { role: "status" }, held), this.#names(), ...ACTIONS.map(press), this.#reason];
  }

  #decided(): HTMLElement[] {
    const { words } = this.#context;
    const first = this.#done[0]?.done;
    if (!first) return [];
    const said = h("span", { role: "status" }, `${words.done[first]}${words.colon}${this.#context.format.plural(words.comments, this.#done.length)}`);
    return [said, act("bulk-undo", words.undo, () => void this.undo())];
  }

  /** The first of them by name and text: who ticked them may have scrolled on. */
  #names(): HTMLElement {
    const { words, format } = this.#context;
    const cut = (text: string): string => ([...text].length > EXCERPT ? `${[...text].slice(0, EXCERPT).join("")}…` : text);
    const row = ({ item: { name, text } }: Card): HTMLElement => h("li", {}, h("bdi", { class: "author" }, name || words.guest), words.colon, h("bdi", {}, cut(text)));
    const more = this.#ticked.length - NAMED;
    const others = more > 0 ? [h("li", { class: "hint" }, format.plural(words.others, more))] : [];
    return h("ul", { class: "named" }, ...this.#ticked.slice(0, NAMED).map(row), ...others);
  }

  #press(action: Decision): void {
    if (this.#ticked.length > UNASKED) this.#ask(action);
    else void this.#decide(this.#ticked, action);
  }

  /** The answer that changes nothing has the focus. */
  #ask(action: Decision): void {
    const { words } = this.#context;
    const text = `${words.actions[action]}${words.colon}${this.#count(this.#ticked.length)}`;
    const sure = act("bulk-sure", text, () => void this.#decide(this.#ticked, action), { class: action });
    const cancel = act("bulk-cancel", words.cancel, () => this.#place.replaceChildren(), { class: "quiet" });
    this.#place.replaceChildren(h("div", { class: "row", role: "group", "aria-label": words.bulkAsk }, h("span", {}, words.bulkAsk), sure, cancel));
    cancel.focus();
  }

  async #decide(cards: readonly Card[], action: Decision): Promise<void> {
    this.#busy = true;
    this.#forget();
    this.#host.ticked();
    const done: Card[] = [];
    try {
      await Promise.all(cards.map(({ work }) => work));
      for (let at = 0; at < cards.length; at += MOST) done.push(...(await this.#send(cards.slice(at, at + MOST), action)));
    } finally {
      this.#busy = false;
      this.#keep(done);
      this.#host.ticked();
    }
  }

  /** Which of them were decided. */
  async #send(cards: readonly Card[], action: Decision): Promise<readonly Card[]> {
    const reason = action === "reject" ? this.#reason.value : "";
    const wishes = cards.map(({ item: { id, version } }) => ({ id, version, action, ...(reason && { reason }) }));
    try {
      const results = await this.#context.api.bulk(wishes);
      return results.flatMap((result) => this.#take(cards, result, action));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#host.failed(problem);
      return [];
    }
  }

  #take(cards: readonly Card[], { id, status, comment, problem }: Result, action: Decision): readonly Card[] {
    const { words } = this.#context;
    const card = cards.find(({ item }) => item.id === id);
    if (!card) return [];
    card.ticked = false;
    if (!comment) {
      card.putBack(`${words.notSaved} ${new Problem(status, problem ?? {}).detail}`, words.show, () => void card.refresh());
      return [];
    }
    const before = card.item.status;
    card.item = comment;
    this.#host.settled(card, action, before);
    return [card];
  }

  /** Remembers for a minute what was decided. */
  #keep(done: readonly Card[]): void {
    this.#done = done;
    this.#reason.value = "";
    if (!done.length) return;
    this.#host.decided();
    this.#timer = setTimeout(() => this.#forget(), UNDO_WITHIN);
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#done = [];
    this.#host.ticked();
  }

  #count(many: number): string {
    return this.#context.format.plural(this.#context.words.selected, many);
  }
}
