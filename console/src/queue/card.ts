/** One comment of the queue: the text with what was found marked, why it is held, and the buttons that decide. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { narrowest } from "../../../widget/src/text.ts";
import { answerForm } from "./answer.ts";
import { Problem, type Detail, type Item } from "../api.ts";
import { Claim } from "./claim.ts";
import { details, linkTo, type DetailHost } from "./detail.ts";
import type { Glance } from "./glance.ts";
import { hasPlace, isWord, layers } from "./marks.ts";
import type { Pane } from "./pane.ts";
import { insisted, offered } from "./offers.ts";
import { reasonChoice } from "./reasons.ts";
import { ReaderActs } from "./reader_acts.ts";
import type { ConsoleContext } from "../session.ts";
import type { Decision } from "../words/type.ts";
import { keepingFocus } from "../ui/writing.ts";

/** What a card asks of the room. */
export interface CardHost extends DetailHost {
  decide(card: Card, action: Decision): void;
  undo(card: Card): void;
  select(card: Card): void;
  /** A card was ticked, or no longer; with `range` all between it and the one before as well. */
  ticks(card: Card, range: boolean): void;
  /** Where what stands around a comment is shown, if not on its card. */
  readonly pane: Pane;
  /** Whether what is under the finger can be meant. */
  readonly glance: Glance;
  /** A card was put back with a notice, or the notice is gone. */
  troubled(): void;
}

const KEYS: Readonly<Partial<Record<Decision, string>>> = { approve: "A", reject: "R", spam: "S", hold: "H" };

export class Card {
  readonly element = h("li", { class: "card", tabindex: -1 });
  item: Item;
  /** What was decided here, if anything. */
  done: Decision | null = null;
  /** Decisions on one card go out one after the other: each needs the version that the last one made. */
  work: Promise<void> = Promise.resolve();
  readonly #context: ConsoleContext;
  readonly #host: CardHost;
  readonly #more = h("div", { class: "more" });
  readonly #notice = h("div", { class: "notice", role: "alert" });
  readonly #extra = h("div", { class: "extra" });
  readonly #claim: Claim;
  readonly #tick: HTMLInputElement;
  readonly #reason: HTMLSelectElement;
  /** None for who may not; kept while the details around it change, with what is written in it. */
  readonly #acts: ReaderActs | null;
  #troubled = false;
  #detail: Detail | null = null;
  #loading: Promise<void> = Promise.resolve();

  constructor(context: ConsoleContext, host: CardHost, item: Item) {
    this.#context = context;
    this.#host = host;
    this.item = item;
    this.#claim = new Claim(context, item);
    this.#reason = reasonChoice(context.words);
    this.#acts = context.may("moderator") ? new ReaderActs(context, host.session, item) : null;
    this.#tick = h("input", { type: "checkbox", "aria-label": `${context.words.select}${context.words.colon}${item.name || context.words.guest}`, onclick: (event) => host.ticks(this, event instanceof MouseEvent && event.shiftKey) });
    this.element.dataset["id"] = item.id;
    this.element.addEventListener("click", () => host.select(this));
    this.draw();
  }

  get reason(): string {
    return this.#reason.value;
  }

  /** Where the article is, once the details are there. */
  get url(): string | null {
    const { url = null, id = "", status = "" } = this.#detail ?? {};
    return url && linkTo(url, id, status);
  }

  get ticked(): boolean {
    return this.#tick.checked && !this.done;
  }

  get mayBeTicked(): boolean {
    return offered(this.#context, this.item).length > 0;
  }

  /** Whether that can be decided here and now. */
  offers(action: Decision): boolean {
    return !this.done && offered(this.#context, this.item).includes(action);
  }

  set ticked(ticked: boolean) {
    this.#tick.checked = ticked;
  }

  /** Shows what was decided, or with null that nothing is. */
  settle(done: Decision | null): void {
    this.done = done;
    if (done) this.#claim.rest();
    this.hush();
    this.draw();
  }

  draw(): void {
    this.element.classList.toggle("done", this.done !== null);
    keepingFocus(() => this.element.replaceChildren(...(this.done ? this.#decided(this.done) : this.#open())));
    this.#host.glance.moved();
  }

  /** Makes it the one being read: opens the details, takes the focus, tells colleagues; or lets it go. */
  async activate(active: boolean): Promise<void> {
    this.element.ariaCurrent = active ? "true" : null;
    if (!active) return this.done ? this.#claim.rest() : this.#claim.letGo();
    if (!this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
    this.#host.pane.show(this.done ? null : this.#more);
    if (this.done) return;
    if (this.item.status === "PENDING" && this.#context.may("moderator")) this.#claim.hold();
    await this.#loading;
    if (!this.#detail && this.element.ariaCurrent) await this.#load();
  }

  /** Says what went wrong, with what can be done about it. */
  say(text: string, label: string, onclick: () => void): void {
    this.#notice.replaceChildren(h("span", {}, text), act("resolve", label, onclick));
  }

  hush(): void {
    this.#notice.replaceChildren();
    if (this.#troubled) this.#trouble(false);
  }

  /** As `say`, of a decision that was not saved: the reader has gone on to the next card and is told there as well. */
  putBack(text: string, label: string, onclick: () => void): void {
    this.say(text, label, onclick);
    this.#trouble(true);
  }

  get troubled(): boolean {
    return this.#troubled;
  }

  #trouble(troubled: boolean): void {
    this.#troubled = troubled;
    this.#host.troubled();
  }

  /** Takes the comment as it is now, after a conflict. */
  async refresh(): Promise<void> {
    await this.#loading;
    await this.#load();
    if (this.#detail) this.item = this.#detail;
    this.hush();
    this.draw();
  }

  #open(): HTMLElement[] {
    const { words } = this.#context;
    const { status } = this.item;
    const settled = status !== "PENDING" && h("p", { class: `state to-${status.toLowerCase()}` }, insisted(this.item) ? words.insisted : (words.states[status] ?? status));
    return [h("article", {}, this.#head(), settled, this.#text(), !this.#host.pane.open && this.#more, this.#notice, this.#actions(), this.#extra)];
  }

  #decided(action: Decision): HTMLElement[] {
    const { words } = this.#context;
    const line = h("p", { class: `verdict ${action}` }, h("strong", {}, words.done[action]), " ", h("bdi", {}, this.item.text));
    const answer = action === "approve" && act("answer", words.answer, () => this.#answer(), { class: "quiet" });
    const undo = action !== "restore" && act("undo", words.undo, (event) => this.#host.glance.meant(event) && this.#host.undo(this), { "data-decides": true });
    return [h("div", { class: "row" }, line, answer, undo), this.#notice, this.#extra];
  }

  #head(): HTMLElement {
    const { words, format } = this.#context;
    const { name, parent, reason, reports, held_since, created } = this.item;
    const since = held_since ?? created;
    return h(
      "header",
      {},
      this.mayBeTicked && this.#tick,
      h("bdi", { class: "author", title: name }, name || words.guest),
      parent && h("span", { class: "tag" }, words.reply),
      reason && h("span", { class: `tag ${reason}` }, words.holds[reason] ?? reason),
      reports > 0 && h("span", { class: "tag reports" }, format.plural(words.reports, reports)),
      h("time", { datetime: since, title: format.date(since) }, format.ago(since)),
      this.#claim.element,
    );
  }

  /** The found words marked; a whole sentence that was found for its sense only tinted. */
  #text(): HTMLElement {
    const { text, symbols } = this.item;
    if (!text) return h("p", { class: "text quiet" }, this.#context.words.textGone);
    const found = symbols.filter(hasPlace);
    const words = narrowest(found.filter(isWord));
    const senses = found.filter((span) => !words.includes(span));
    const marked = layers(text, senses, words).map(({ text, level }) => (level ? h("mark", { class: level }, text) : text));
    return h("p", { class: "text", dir: "auto" }, ...marked);
  }

  #actions(): HTMLElement {
    const { words, may } = this.#context;
    const decisions = offered(this.#context, this.item);
    const answer = this.item.status === "APPROVED" && act("answer", words.answer, () => this.#answer(), { class: "quiet" });
    const remove = this.item.status !== "DELETED" && act("delete", words.actions.delete, () => this.#askDelete(), { class: "quiet" });
    const rest = may("moderator") ? [decisions.includes("reject") && this.#reason, answer, remove] : [];
    return h("div", { class: "actions" }, ...decisions.map((action) => this.#button(action)), ...rest);
  }

  #button(action: Decision): HTMLElement {
    const { words } = this.#context;
    const key = KEYS[action];
    const label = action === "reject" && insisted(this.item) ? words.stays : words.actions[action];
    const onclick = (event: Event): void => this.#press(event, action);
    const said = { type: "button", class: action, "data-act": action, "data-decides": true, onclick, "aria-keyshortcuts": key };
    return h("button", said, h("span", {}, label), key ? h("kbd", { "aria-hidden": "true" }, key.toLowerCase()) : null);
  }

  /** A press that came before a look decides nothing. */
  #press(event: Event, action: Decision): void {
    event.stopPropagation();
    if (this.#host.glance.meant(event)) this.#host.decide(this, action);
  }

  #askDelete(): void {
    const { words } = this.#context;
    const sure = act("delete-sure", words.actions.delete, (event) => this.#press(event, "delete"), { class: "reject", "data-decides": true });
    const cancel = act("delete-cancel", words.cancel, () => this.#extra.replaceChildren(), { class: "quiet" });
    this.#extra.replaceChildren(h("div", { class: "row", role: "group", "aria-label": words.deleteAsk }, h("span", {}, words.deleteAsk), sure, cancel));
    this.#host.glance.moved();
    sure.focus();
  }

  #answer(): void {
    const open = this.#extra.querySelector("textarea");
    if (open) open.focus();
    else answerForm(this.#context, this, this.#extra, (problem) => this.#host.failed(problem));
  }

  #load(): Promise<void> {
    return (this.#loading = this.#fetch());
  }

  async #fetch(): Promise<void> {
    const { api, words } = this.#context;
    try {
      this.#detail = await api.one(this.item.id);
      this.#drawDetails(this.#detail);
    } catch (problem) {
      if (problem instanceof Problem && problem.status !== 401) this.say(words.failed, words.retry, () => void this.refresh());
      else this.#host.failed(problem);
    }
  }

  /** A note that is being written outlives what stands around it. */
  #drawDetails(detail: Detail): void {
    const note = (): HTMLInputElement | null => this.#more.querySelector(".note input");
    const written = note()?.value;
    keepingFocus(() => this.#more.replaceChildren(...details(this.#context, this.#host, detail, this.#acts)));
    this.#host.glance.moved();
    const fresh = note();
    if (!written || !fresh) return;
    fresh.value = written;
    fresh.closest("details")!.open = true;
  }
}
