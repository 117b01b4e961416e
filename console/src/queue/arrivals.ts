/** What came into the queue since it was fetched: a line that says how many, and fetches them when it is pressed. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import type { Stamp } from "../api.ts";
import { refused } from "../ui/request_notice.ts";
import { Latest } from "../ui/latest.ts";
import type { ConsoleContext } from "../session.ts";

/** ms between two looks; twice as much after each that failed, up to the longest. */
const POLL = 20_000;
const LONGEST = 320_000;
/** ms after which the service has surely counted a decision of one's own: its sums follow a second or two later. */
const COUNTED = 10_000;

export class Arrivals {
  /** No higher than nothing: no card moves when the line comes or goes. */
  readonly element = h("div", { class: "arrivals", role: "status" });
  readonly #context: ConsoleContext;
  readonly #reload: () => void;
  readonly #told: (fresh: number) => void;
  readonly #looks = new Latest();
  readonly #seen = (): void => (document.hidden ? clearTimeout(this.#timer) : void this.#look());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = POLL;
  #stamp: Stamp = { pending: 0, mark: "" };
  /** How many waited at the least since the queue was fetched: what colleagues decide hides nothing that is new. */
  #least = 0;
  #own: readonly { readonly at: number; readonly change: number }[] = [];
  #shown = 0;

  /** `told` hears how many are new whenever that has changed. */
  constructor(context: ConsoleContext, reload: () => void, told: (fresh: number) => void = () => undefined) {
    this.#context = context;
    this.#reload = reload;
    this.#told = told;
  }

  /** The queue was fetched, and so many wait. */
  begin(pending: number): void {
    this.rest();
    this.#stamp = { pending, mark: "" };
    this.#least = pending;
    this.#own = [];
    document.addEventListener("visibilitychange", this.#seen);
    this.#turn();
  }

  /** By how many more comments wait after something that was done here. */
  tally(change: number): void {
    if (!change) return;
    this.#least += change;
    this.#own = [...this.#own, { at: Date.now(), change }];
  }

  /** Looks no more, and says nothing. */
  rest(): void {
    this.#looks.forget();
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#seen);
    this.#show(0);
  }

  /** A page that nobody sees asks nothing, and at once when it is seen again. */
  #turn(): void {
    clearTimeout(this.#timer);
    if (!document.hidden) this.#timer = setTimeout(() => void this.#look(), this.#wait);
  }

  /** What fails is nobody's trouble here: who works hears of it from what they do. */
  async #look(): Promise<void> {
    try {
      const stamp = await this.#looks.of(() => this.#ask());
      if (!stamp) return;
      this.#take(stamp);
    } catch {
      this.#wait = Math.min(2 * this.#wait, LONGEST);
    }
    this.#turn();
  }

  /** The stamp; where nothing has changed (304) the one that is known. */
  async #ask(): Promise<Stamp> {
    return this.#context.api.changes(this.#stamp.mark).catch((problem: unknown) => {
      if (refused(problem)?.status === 304) return this.#stamp;
      throw problem;
    });
  }

  /** Own decisions that the service may not have counted yet are taken for uncounted: better too few than one too many. */
  #take(stamp: Stamp): void {
    this.#wait = POLL;
    this.#stamp = stamp;
    this.#own = this.#own.filter(({ at }) => Date.now() - at < COUNTED);
    const sum = (sign: number): number => this.#own.reduce((all, { change }) => all + (change * sign > 0 ? change : 0), 0);
    this.#least = Math.min(this.#least, stamp.pending + sum(1));
    const fresh = Math.max(0, stamp.pending + sum(-1) - this.#least);
    this.#show(this.#own.length ? Math.max(fresh, this.#shown) : fresh);
  }

  #show(fresh: number): void {
    if (fresh === this.#shown) return;
    this.#shown = fresh;
    this.#told(fresh);
    const { words, format } = this.#context;
    this.element.replaceChildren(...(fresh ? [act("show-arrivals", format.plural(words.fresh, fresh), this.#reload, { class: "main" })] : []));
  }
}
