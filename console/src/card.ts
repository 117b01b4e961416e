/** One comment of the queue: the text with what was found marked, why it is held, and the buttons that decide. */
import { button, h } from "../../widget/src/dom.ts";
import type { Format } from "../../widget/src/format.ts";
import { narrowest } from "../../widget/src/text.ts";
import { Problem, type Api, type Detail, type Item, type LogRow } from "./api.ts";
import { hasPlace, layers } from "./marks.ts";
import type { Decision, Words } from "./words/type.ts";

export interface Tools {
  readonly api: Api;
  readonly words: Words;
  readonly format: Format;
}

/** What a card asks of the room. */
export interface Desk {
  decide(card: Card, action: Decision): void;
  select(card: Card): void;
  only(page: string): void;
  failed(problem: unknown): void;
}

const BUTTONS = ["approve", "reject", "spam"] as const;
const KEYS = { approve: "A", reject: "R", spam: "S" } as const;

export class Card {
  readonly element = h("li", { class: "card", tabindex: -1 });
  item: Item;
  /** What was decided here, if anything. */
  done: Decision | null = null;
  /** Decisions on one card go out one after the other: each needs the version that the last one made. */
  work: Promise<void> = Promise.resolve();
  readonly #tools: Tools;
  readonly #desk: Desk;
  readonly #more = h("div", { class: "more" });
  readonly #notice = h("div", { class: "notice", role: "alert" });
  readonly #reason: HTMLSelectElement;
  #detail: Detail | null = null;

  constructor(tools: Tools, desk: Desk, item: Item) {
    this.#tools = tools;
    this.#desk = desk;
    this.item = item;
    this.#reason = this.#reasons();
    this.element.dataset["id"] = item.id;
    this.element.addEventListener("click", () => desk.select(this));
    this.draw();
  }

  get reason(): string {
    return this.#reason.value;
  }

  /** Where the article is, once the details are there. */
  get url(): string | null {
    return this.#detail?.url ?? null;
  }

  draw(): void {
    this.element.classList.toggle("done", this.done !== null);
    this.element.replaceChildren(...(this.done ? this.#decided(this.done) : this.#open()));
  }

  /** Makes it the one being read: opens the details, takes the focus. */
  async activate(active: boolean): Promise<void> {
    this.element.ariaCurrent = active ? "true" : null;
    if (!active) return;
    if (!this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
    if (!this.#detail && !this.done) await this.#load();
  }

  /** Says what went wrong, with what can be done about it. */
  say(text: string, label: string, act: () => void): void {
    this.#notice.replaceChildren(h("span", {}, text), button(label, act));
  }

  hush(): void {
    this.#notice.replaceChildren();
  }

  /** Takes the comment as it is now, after a conflict. */
  async refresh(): Promise<void> {
    await this.#load();
    if (this.#detail) this.item = this.#detail;
    this.hush();
    this.draw();
  }

  #open(): HTMLElement[] {
    const { words } = this.#tools;
    const { status } = this.item;
    const settled = status !== "PENDING" && h("p", { class: "state" }, words.states[status] ?? status);
    return [h("article", {}, this.#head(), settled || "", this.#text(), this.#more, this.#notice, this.#actions())];
  }

  #decided(action: Decision): HTMLElement[] {
    const { words } = this.#tools;
    const line = h("p", { class: `verdict ${action}` }, h("strong", {}, words.done[action]), " ", h("bdi", {}, this.item.text));
    const undo = action === "delete" ? "" : button(words.undo, () => this.#desk.decide(this, "hold"));
    return [h("div", { class: "row" }, line, undo), this.#notice];
  }

  #head(): HTMLElement {
    const { words, format } = this.#tools;
    const { name, parent, reason, reports, held_since, created } = this.item;
    const since = held_since ?? created;
    return h(
      "header",
      {},
      h("bdi", { class: "author", title: name }, name || words.guest),
      parent && h("span", { class: "tag" }, words.reply),
      reason && h("span", { class: `tag ${reason}` }, words.holds[reason] ?? reason),
      reports > 0 && h("span", { class: "tag reports" }, format.plural(words.reports, reports)),
      h("time", { datetime: since, title: format.date(since) }, format.ago(since)),
    );
  }

  /** The found words marked; a whole sentence that was found for its sense only tinted. */
  #text(): HTMLElement {
    const { text, symbols } = this.item;
    const found = symbols.filter(hasPlace);
    const words = narrowest(found);
    const senses = found.filter((span) => !words.includes(span));
    const marked = layers(text, senses, words).map(({ text, level }) => (level ? h("mark", { class: level }, text) : text));
    return h("p", { class: "text", dir: "auto" }, ...marked);
  }

  #actions(): HTMLElement {
    const { words } = this.#tools;
    const made = BUTTONS.map((action) =>
      h(
        "button",
        { type: "button", class: action, onclick: (event) => this.#press(event, action), "aria-keyshortcuts": KEYS[action] },
        h("span", {}, words.actions[action]),
        h("kbd", { "aria-hidden": "true" }, KEYS[action].toLowerCase()),
      ),
    );
    return h("div", { class: "actions" }, ...made, this.#reason);
  }

  #press(event: Event, action: Decision): void {
    event.stopPropagation();
    this.#desk.decide(this, action);
  }

  #reasons(): HTMLSelectElement {
    const { words } = this.#tools;
    const choices = Object.entries(words.reasons).map(([code, text]) => h("option", { value: code }, text));
    return h("select", { "aria-label": words.because }, h("option", { value: "" }, words.noReason), ...choices);
  }

  async #load(): Promise<void> {
    const { api, words } = this.#tools;
    try {
      this.#detail = await api.one(this.item.id);
      this.#more.replaceChildren(...this.#details(this.#detail));
    } catch (problem) {
      if (problem instanceof Problem && problem.status !== 401) this.say(words.failed, words.retry, () => void this.refresh());
      else this.#desk.failed(problem);
    }
  }

  #details({ explanations, log, score }: Detail): HTMLElement[] {
    const { words, format } = this.#tools;
    const why = [...new Set(explanations.map(({ text }) => text))].map((text) => h("li", {}, h("bdi", {}, text)));
    const title = h("h2", {}, `${words.why} `, h("small", {}, `(${words.score} ${format.number(score ?? 0)})`));
    const past = h("details", {}, h("summary", {}, words.history), h("ol", {}, ...log.map((row) => this.#row(row))));
    return [this.#article(), ...(why.length ? [title, h("ul", {}, ...why)] : []), ...(log.length ? [past] : [])];
  }

  #article(): HTMLElement {
    const { words } = this.#tools;
    const { page } = this.item;
    const { url, title } = this.#detail ?? { url: null, title: null };
    const link = url && h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, h("bdi", {}, title || url));
    const gate = button(words.closeArticle, () => void this.#toggle(gate), { hidden: true, class: "quiet" });
    void this.#gate(gate);
    const only = button(words.onlyArticle, () => this.#desk.only(page), { class: "quiet" });
    return h("p", { class: "article" }, `${words.article}: `, link || "—", only, gate);
  }

  async #gate(gate: HTMLButtonElement): Promise<void> {
    const page = await this.#tools.api.page(this.item.page).catch(() => null);
    if (page) this.#label(gate, page.open);
  }

  async #toggle(gate: HTMLButtonElement): Promise<void> {
    const open = gate.dataset["open"] !== "true";
    const page = await this.#tools.api.setOpen(this.item.page, open).catch((problem) => this.#desk.failed(problem));
    if (page) this.#label(gate, page.open);
  }

  #label(gate: HTMLButtonElement, open: boolean): void {
    const { words } = this.#tools;
    gate.hidden = false;
    gate.dataset["open"] = String(open);
    gate.textContent = open ? words.closeArticle : words.openArticle;
  }

  #row({ to, by, by_kind, at, reason }: LogRow): HTMLElement {
    const { words, format } = this.#tools;
    const who = by_kind === "moderator" ? by : (words.by[by_kind] ?? by);
    const why = reason && ` · ${words.reasons[reason] ?? words.holds[reason] ?? reason}`;
    return h("li", {}, `${words.states[to] ?? to} · `, h("bdi", {}, who), why, ` · ${format.ago(at)}`);
  }
}
