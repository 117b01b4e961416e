/** The site's jobs: how far they are, what they found; for owners a recount. Looked at again while one is under way. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { RequestNotice } from "../ui/request_notice.ts";
import { choice } from "../ui/fields.ts";
import { Latest } from "../ui/latest.ts";
import type { ServiceWords } from "./service_words.ts";
import type { ConsoleContext, Session } from "../session.ts";
import { keepingFocus } from "../ui/writing.ts";

/** ms between two looks at jobs that run. */
const POLL = 2_000;

interface Job {
  readonly id: string;
  readonly kind: string;
  readonly parameters: { readonly days: number; readonly version?: number };
  readonly state: string;
  readonly reason: string;
  readonly stalled: boolean;
  readonly progress: number;
  readonly by: string;
  readonly at: string;
  readonly figures: Readonly<Record<string, unknown>> | null;
}

export class JobList {
  readonly element = h("section");
  readonly #context: ConsoleContext;
  readonly #words: ServiceWords;
  readonly #requests: RequestNotice;
  /** Of the looks alone: one that goes well must not take away what was said of a job that could not be started. */
  readonly #looking: RequestNotice;
  readonly #answers = new Latest();
  readonly #list = h("ol", { class: "members" });
  #rows: readonly (readonly [string, HTMLElement])[] = [];
  #watching = false;

  constructor(context: ConsoleContext, words: ServiceWords, session: Session, owner: boolean) {
    this.#context = context;
    this.#words = words;
    this.#requests = new RequestNotice(context, session);
    this.#looking = new RequestNotice(context, session);
    const recount = owner ? this.#recount() : h("p", { class: "hint" }, words.ownersRecount);
    this.element.append(h("h3", {}, words.jobs), recount, this.#requests.note, this.#looking.note, this.#list);
  }

  async load(): Promise<void> {
    this.#list.ariaBusy = "true";
    this.#list.replaceChildren(h("li", { class: "hint" }, this.#context.words.loading));
    await this.#look();
  }

  #recount(): HTMLElement {
    const { recount, recountMore, days } = this.#words;
    const span = choice(days, { "aria-label": this.#words.span });
    const start = act("recount", recount, () => void this.#start(Number(span.value)));
    return h("div", {}, h("p", { class: "hint" }, recountMore), h("div", { class: "row" }, start, span));
  }

  async #start(days: number): Promise<void> {
    await this.#requests.alone(async () => {
      await this.#requests.send("/jobs", "POST", { kind: "recount", days });
      await this.#fetch();
      void this.#watch();
    });
  }

  async #look(): Promise<void> {
    await this.#looking.attempt(async () => {
      await this.#fetch().catch((problem) => this.#failed(problem));
      void this.#watch();
    }, this.#context.words.retry);
  }

  #failed(problem: unknown): never {
    if (!this.#rows.length) this.#list.replaceChildren();
    throw problem;
  }

  async #fetch(): Promise<void> {
    const answer = await this.#answers.of(() => this.#looking.get<{ jobs: readonly Job[] }>("/jobs"));
    if (answer) this.#draw(answer.jobs);
  }

  /** As long as a job is under way and the page is looked at. A look that fails ends it, and says so. */
  async #watch(): Promise<void> {
    if (this.#watching || !this.#running) return;
    this.#watching = true;
    await new Promise((done) => setTimeout(done, POLL));
    this.#watching = false;
    if (this.element.isConnected) await this.#look();
  }

  get #running(): boolean {
    return this.element.querySelector("progress") !== null;
  }

  /** A row that says the same still is left as it is: what somebody opened in it stays open. */
  #draw(jobs: readonly Job[]): void {
    const kept = new Map(this.#rows);
    this.#rows = jobs.map((job) => [JSON.stringify(job), kept.get(JSON.stringify(job)) ?? this.#row(job)]);
    const none = h("li", { class: "hint" }, this.#words.noJobs);
    this.#list.ariaBusy = "false";
    keepingFocus(() => this.#list.replaceChildren(...(jobs.length ? this.#rows.map(([, row]) => row) : [none])));
  }

  #row(job: Job): HTMLElement {
    const { kinds, states, days } = this.#words;
    const { format } = this.#context;
    const { kind, parameters, state, stalled, by, at } = job;
    const name = (kinds[kind] ?? kind).replace("#", String(parameters.version ?? ""));
    const shown = stalled ? "stalled" : state;
    const head = h("p", { class: "who" }, name, h("span", { class: `tag is-${shown}` }, states[shown] ?? shown));
    const about = [`${days[String(parameters.days)] ?? format.number(parameters.days)} · `, h("bdi", {}, by), ` · ${format.ago(at)}`];
    return h("li", { class: "card" }, head, h("p", { class: "hint" }, ...about), this.#progress(job), this.#why(job), this.#found(job));
  }

  #progress({ state, stalled, progress }: Job): HTMLElement | null {
    if (stalled || !["queued", "running"].includes(state)) return null;
    return h("progress", { max: 100, value: progress, "aria-label": this.#words.progress });
  }

  #why({ reason }: Job): HTMLElement | null {
    return reason ? h("p", {}, this.#words.reasons[reason] ?? reason) : null;
  }

  #found({ figures }: Job): HTMLElement | null {
    if (!figures) return null;
    const shown = Object.entries(this.#words.figures).filter(([name]) => name in figures);
    const count = (value: unknown): number => (Array.isArray(value) ? value.length : Number(value));
    const rows = shown.flatMap(([name, text]) => [h("dt", {}, text), h("dd", {}, this.#context.format.number(count(figures[name])))]);
    return rows.length ? h("details", {}, h("summary", {}, this.#words.found), h("dl", { class: "figures" }, ...rows)) : null;
  }
}
