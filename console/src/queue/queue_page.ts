/** The moderators' room: the queue, its order, one key per decision, and what goes wrong on the way. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { ORDERS, Problem, type Item, type Queue, type Wanted } from "../api.ts";
import { Arrivals } from "./arrivals.ts";
import { Bar } from "./bar.ts";
import { Bulk } from "./bulk.ts";
import { Card, type CardHost } from "./card.ts";
import { DecisionSender, reasonOf, waits } from "./decision_sender.ts";
import { Glance } from "./glance.ts";
import { Latest } from "../ui/latest.ts";
import type { ConsoleContext, Session } from "../session.ts";
import { keep, preference } from "../settings.ts";
import { Pane } from "./pane.ts";
import { reasonChoice } from "./reasons.ts";
import { UnsavedNotice } from "./unsaved_notice.ts";
import { counted } from "../ui/title.ts";
import { SignInNotice } from "../ui/sign_in_notice.ts";
import type { Decision } from "../words/type.ts";

type Commands = Readonly<Record<string, () => unknown>>;

const SKELETONS = [1, 2, 3];
const DECISIONS: Readonly<Record<string, Decision>> = { a: "approve", r: "reject", s: "spam", h: "hold" };

export class QueuePage implements CardHost {
  readonly element: HTMLElement;
  readonly glance: Glance;
  readonly pane: Pane;
  readonly #context: ConsoleContext;
  readonly #session: Session;
  readonly #bar: Bar;
  readonly #signInNotice: SignInNotice;
  readonly #unsaved: UnsavedNotice;
  readonly #arrivals: Arrivals;
  readonly #list = h("ol", { class: "queue" });
  readonly #bulk: Bulk;
  readonly #sender: DecisionSender;
  readonly #foot = h("div", { class: "foot" });
  readonly #slices = new Latest();
  #cards: Card[] = [];
  /** When all decisions of cards that are shown no more have arrived. */
  #gone: Promise<unknown> = Promise.resolve();
  #current: Card | null = null;
  /** Takes the last decision back, or the last many. */
  #last: (() => void) | null = null;
  /** The card that was ticked last: a range begins there. */
  #anchor: Card | null = null;
  #cursor: string | null = null;
  #count = 0;

  /** `kept` is what was looked at before the page was loaded anew. */
  constructor(context: ConsoleContext, session: Session, kept: Partial<Wanted> = {}) {
    this.#context = context;
    this.#session = session;
    this.#bar = new Bar(context, { ...kept, order: preference("order", ORDERS, "riskiest") }, { ask: () => this.#reload(), tickAll: () => this.#tickAll() });
    this.#signInNotice = new SignInNotice(context.words, session);
    this.#unsaved = new UnsavedNotice(context, (card) => this.select(card));
    this.#arrivals = new Arrivals(context, () => void this.#reload(), (fresh) => this.#title(fresh));
    this.#bulk = new Bulk(context, {
      settled: (card, action, before) => this.#settled(card, action, before),
      decided: () => (this.#last = () => void this.#bulk.undo()),
      takeBack: (card) => this.#takeBack(card),
      ticked: () => this.ticked(),
      failed: (problem) => this.failed(problem),
    }, reasonChoice(context.words));
    this.#sender = new DecisionSender(context, {
      tally: (change) => this.#tally(change),
      signedOut: () => this.#signInNotice.signIn(),
    });
    this.glance = new Glance(this.#list);
    this.pane = new Pane(context.words.around, () => this.#turned());
    this.element = h("main", { class: "room" }, this.#signInNotice.element, this.#unsaved.element, this.#arrivals.element, this.#bar.element, h("div", { class: "columns" }, this.#list, this.pane.element), this.#foot, this.#bulk.element);
  }

  /** Fetches the queue from its head, once the decisions on their way have arrived. No key reaches what is shown no more. */
  async load(): Promise<void> {
    this.#slices.forget();
    this.#gone = Promise.all([this.#gone, ...this.#cards.map(({ work }) => work)]);
    this.close();
    this.#cards = [];
    this.#cursor = null;
    this.ticked();
    this.troubled();
    this.pane.show(null);
    this.#list.replaceChildren(...SKELETONS.map(() => h("li", { class: "skeleton", "aria-hidden": "true" })));
    await this.#gone;
    if (this.#bar.waiting) void this.#insisted();
    if ((await this.#more()) && this.#cards[0]) this.select(this.#cards[0]);
  }

  /** How many readers asked for another look; whoever can't be told works on without. */
  async #insisted(): Promise<void> {
    const found = await this.#context.api.insisted().catch(() => null);
    if (found !== null) this.#bar.asked(found);
  }

  /** Lets go of the comment being read, and looks for no other: colleagues see that it is free. */
  close(): void {
    this.#arrivals.rest();
    void this.#current?.activate(false);
    this.#current = null;
  }

  /** Whether a note, an answer or a pattern to ban is written and not sent. */
  get typed(): boolean {
    const fields = this.element.querySelectorAll<HTMLInputElement>(".note input, .answer textarea, .ban input[maxlength]");
    return [...fields].some(({ value, defaultValue }) => value.trim() && value !== defaultValue);
  }

  get session(): Session {
    return this.#session;
  }

  select(card: Card): void {
    if (card === this.#current) return;
    void this.#current?.activate(false);
    this.#current = card;
    void card.activate(true);
  }

  get wanted(): Wanted {
    return this.#bar.wanted;
  }

  only(page: string | null): void {
    this.#bar.only(page);
  }

  of(author: string | null): void {
    this.#bar.of(author);
  }

  open(id: string): void {
    this.#bar.open(id);
  }

  failed(problem: unknown): void {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status === 401) void this.#signInNotice.signIn();
    else this.#foot.replaceChildren(h("p", { role: "alert" }, reasonOf(problem, this.#context.words)));
  }

  /** Decides at once on the screen; what the server says otherwise is shown on the card and put back. */
  decide(card: Card, action: Decision): void {
    const before = card.done;
    if (before === action) return;
    card.settle(action);
    this.#last = () => this.undo(card);
    this.#advance(card);
    this.glance.turned();
    const { api } = this.#context;
    const reason = action === "reject" ? card.reason : "";
    const act = (): Promise<Item> => api.decide(card.item.id, action, card.item.version, reason);
    this.#sender.send(card, { act, before, again: () => this.decide(card, action) });
  }

  /** Takes the decision on a card back. */
  undo(card: Card): void {
    if (!card.done) return;
    this.#last = null;
    this.#takeBack(card);
    this.select(card);
    this.glance.turned();
  }

  ticked(): void {
    this.#bulk.draw(this.#cards);
    this.#bar.tickable(this.#tickable.length > 0);
  }

  ticks(card: Card, range: boolean): void {
    const [at, from] = [card, this.#anchor ?? card].map((each) => this.#cards.indexOf(each)) as [number, number];
    const between = range && from >= 0 ? this.#cards.slice(Math.min(at, from), Math.max(at, from) + 1) : [];
    for (const each of between) each.ticked = card.ticked && each.mayBeTicked;
    this.#anchor = card;
    this.ticked();
  }

  /** Ticks all that are shown and can be decided on, or none when all are. */
  #tickAll(): void {
    const all = this.#tickable.every((card) => card.ticked);
    for (const card of this.#tickable) card.ticked = !all;
    this.ticked();
  }

  get #tickable(): readonly Card[] {
    return this.#cards.filter((card) => !card.done && card.mayBeTicked);
  }

  troubled(): void {
    this.#unsaved.draw(this.#cards);
  }

  /**
   * The keyboard's commands, by the letter on a Latin layout wherever the keys are. A key that is held down goes through
   * the list and does nothing else; one that comes before the eyes have is not meant.
   */
  command(key: string, held: boolean): boolean {
    const card = this.#current;
    const moves: Commands = { j: () => this.#step(1), k: () => this.#step(-1) };
    const acts: Commands = {
      u: () => this.#last?.(),
      x: () => card?.mayBeTicked && this.#tick(card),
      "/": () => this.#bar.search(),
      o: () => card?.url && open(card.url, "_blank", "noopener,noreferrer"),
    };
    const decision = DECISIONS[key];
    moves[key]?.();
    if (!held) acts[key]?.();
    if (!held && decision && this.glance.key && card?.offers(decision)) this.decide(card, decision);
    return key in moves || key in acts || decision !== undefined;
  }

  /** The screen has become wide, or narrow: what stands around the comment being read goes to its other place. */
  #turned(): void {
    const card = this.#current;
    this.#cards.forEach((each) => each.draw());
    this.#current = null;
    if (card) this.select(card);
    else this.pane.show(null);
  }

  #takeBack(card: Card): void {
    const before = card.done;
    card.settle(null);
    if (!this.#cards.includes(card)) this.#bringBack(card);
    this.#sender.send(card, { act: () => this.#sender.takeBack(card), before, again: () => this.undo(card) });
  }

  /** The queue was fetched anew since: what is undone by its key stands at the head, not out of sight. */
  #bringBack(card: Card): void {
    this.#cards.unshift(card);
    this.#list.prepend(card.element);
  }

  #tick(card: Card): void {
    card.ticked = !card.ticked;
    this.ticks(card, false);
  }

  /** One of many was decided. */
  #settled(card: Card, action: Decision, before: string): void {
    card.settle(action);
    this.#tally(waits(card.item.status) - waits(before));
    this.#drawFoot();
  }

  #advance(card: Card): void {
    const open = this.#cards.filter(({ done }) => done === null);
    const after = open.find((next) => this.#cards.indexOf(next) > this.#cards.indexOf(card)) ?? open.at(-1);
    if (after) this.select(after);
    else if (this.#cursor) void this.#more().then((came) => came && this.#step(1));
    else this.#drawFoot();
  }

  #step(by: number): void {
    const at = this.#current ? this.#cards.indexOf(this.#current) : -1;
    const next = this.#cards[at + by];
    if (next) this.select(next);
  }

  /** The next slice of the queue; whether it came, and nothing else was asked for meanwhile. */
  async #more(): Promise<boolean> {
    const { api } = this.#context;
    this.#foot.replaceChildren(h("p", {}, this.#context.words.loading));
    try {
      const slice = await this.#slices.of(() => api.queue(this.#bar.wanted, this.#cursor));
      if (slice) this.#take(slice);
      return slice !== null;
    } catch (problem) {
      return this.#unloaded(problem);
    }
  }

  #take({ comments, cursor, pending }: Queue): void {
    const first = !this.#cards.length;
    if (first) this.#list.replaceChildren();
    this.#cursor = cursor;
    comments.forEach((item) => this.#add(item));
    this.glance.moved();
    this.ticked();
    this.#count = pending;
    if (first && this.#bar.waiting) this.#arrivals.begin(this.#bar.narrowed ? pending : Math.max(pending, comments.length)); // the count follows a moment later
    this.#tally(0);
    this.#drawFoot();
  }

  async #unloaded(problem: unknown): Promise<boolean> {
    if (!(problem instanceof Problem)) throw problem;
    const { words } = this.#context;
    if (problem.status === 401) {
      await this.#signInNotice.signIn();
      return this.#more();
    }
    this.#list.querySelectorAll(".skeleton").forEach((bone) => bone.remove());
    const retry = act("load-again", words.retry, () => void (this.#cards.length ? this.#more() : this.load()));
    this.#foot.replaceChildren(h("p", { role: "alert" }, reasonOf(problem, this.#context.words)), retry);
    return false;
  }

  #add(item: Item): void {
    if (this.#cards.some((card) => card.item.id === item.id)) return;
    const card = new Card(this.#context, this, item);
    this.#cards.push(card);
    this.#list.append(card.element);
  }

  #tally(change: number): void {
    this.#count = Math.max(0, this.#count + change);
    this.#arrivals.tally(change);
    this.#bar.count(this.#count);
    this.#title(0);
  }

  #title(fresh: number): void {
    counted(this.#count + fresh);
  }

  /** Fetches the queue anew, unless somebody who is writing would rather not. */
  #reload(): boolean {
    if (this.typed && !confirm(this.#context.words.leave)) return false;
    keep("order", this.#bar.wanted.order);
    void this.load();
    return true;
  }

  /** More, where there may be more; what is said when nothing is left depends on whether all of the queue was asked for. */
  #drawFoot(): void {
    const { words } = this.#context;
    const more = this.#cursor && act("more", words.more, () => void this.#more());
    const open = this.#cards.some(({ done }) => done === null);
    const empty = h("div", { class: "empty" }, h("strong", {}, words.empty), h("p", {}, words.emptyMore));
    const said = open || (this.#cards.length && !this.#bar.waiting) ? "" : this.#bar.narrowed ? h("p", {}, more ? words.noneYet : words.none) : more ? "" : empty;
    this.#foot.replaceChildren(said, more ?? "");
  }
}
