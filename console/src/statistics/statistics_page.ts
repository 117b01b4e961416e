/** The numbers of a site: what was held and decided, how fast, why and by whom; below them the decision log. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { RequestNotice } from "../ui/request_notice.ts";
import { drawn, legend } from "./chart.ts";
import { charts, type Counts, type Pictured, type Statistics } from "./charts.ts";
import { DecisionLog } from "./decision_log.ts";
import { save } from "../ui/files.ts";
import { Latest } from "../ui/latest.ts";
import { statisticsWords, type StatisticsWords } from "./statistics_words.ts";
import type { ConsoleContext, Session } from "../session.ts";

const SPANS = [7, 30, 90] as const;
/** Pixels below which a chart isn't squeezed: it scrolls instead. */
const NARROWEST = 260;
export class StatisticsPage {
  readonly element = h("main", { class: "statistics" });
  readonly #context: ConsoleContext;
  readonly #lang: string;
  readonly #words: StatisticsWords;
  readonly #requests: RequestNotice;
  readonly #log: DecisionLog;
  readonly #place = h("div", { class: "figures-place", "aria-live": "polite" });
  readonly #span = h("div", { class: "row", role: "group" });
  readonly #answers = new Latest();
  readonly #sizes = new ResizeObserver(() => this.#redraw());
  #redraw: () => void = () => undefined;

  constructor(context: ConsoleContext, lang: string, session: Session) {
    this.#context = context;
    this.#lang = lang;
    this.#words = statisticsWords[lang] ?? (statisticsWords["ar"] as StatisticsWords);
    this.#requests = new RequestNotice(context, session);
    this.#log = new DecisionLog(context, lang, this.#words, session);
    this.#span.setAttribute("aria-label", this.#words.span);
    this.element.append(h("h2", {}, this.#words.title), this.#requests.note, this.#span, this.#place, this.#log.element);
  }

  async load(): Promise<void> {
    await Promise.all([this.#show(7), this.#log.load()]);
  }

  async #show(days: number): Promise<void> {
    const choice = (span: number): HTMLElement =>
      act(`span-${span}`, this.#words.spans[span] ?? String(span), () => void this.#show(span), { "aria-pressed": String(span === days) });
    this.#span.replaceChildren(...SPANS.map(choice), act("download-days", this.#words.downloadDays, () => void this.#download(days), { class: "quiet" }));
    await this.#requests.attempt(async () => {
      this.#wait();
      const path = `/statistics?days=${days}`;
      const answer = await this.#answers.of(() => this.#requests.get<Statistics>(path)).catch((problem) => this.#failed(problem));
      if (answer) this.#draw(answer);
    }, this.#context.words.retry);
  }

  async #download(days: number): Promise<void> {
    await this.#requests.attempt(async () => {
      const response = await this.#requests.file(`/statistics?days=${days}&format=csv`);
      save(await response.blob(), `${this.#context.api.site}-${days}.csv`);
    });
  }

  #wait(): void {
    this.#place.ariaBusy = "true";
    if (!this.#place.hasChildNodes()) this.#place.append(h("p", { class: "hint loading" }, this.#context.words.loading));
  }

  #failed(problem: unknown): never {
    this.#place.ariaBusy = "false";
    this.#place.querySelector(".loading")?.remove();
    throw problem;
  }

  #draw(found: Statistics): void {
    const open = [...this.#place.querySelectorAll("details")].map((table) => table.open);
    this.#log.know(found.moderators.map(({ id }) => id));
    const reasons = [
      this.#reasons(this.#words.heldWhy, found.total.held_why, { ...this.#context.words.reasons, ...this.#context.words.holds }),
      this.#reasons(this.#words.rejectedWhy, found.total.rejected_why, this.#context.words.reasons),
    ];
    const telling = { words: this.#words, lang: this.#lang, colon: this.#context.words.colon, number: (value: number) => this.#number(value) };
    const figures = charts(found, telling).map((picture) => this.#figure(picture));
    this.#place.replaceChildren(this.#sums(found), ...figures.map(({ element }) => element), this.#people(found), ...reasons.filter((table) => table !== null));
    this.#place.querySelectorAll("details").forEach((table, index) => (table.open = open[index] ?? false));
    this.#place.ariaBusy = "false";
    this.#redraw = () => figures.forEach(({ draw }) => draw());
    this.#sizes.disconnect();
    this.#sizes.observe(this.#place);
  }

  #sums({ total, pending }: Statistics): HTMLElement {
    const { sums } = this.#words;
    const shown: readonly (readonly [string, string])[] = [
      [sums.pending, this.#number(pending)],
      [sums.posted, this.#number(total.posted)],
      [sums.published, this.#number(total.published)],
      [sums.held, this.#number(total.held)],
      [sums.decided, this.#number(total.decided)],
      [sums.median, this.#lasting(total.median_seconds)],
      [sums.overturned, this.#number(total.overturned)],
      [sums.corrected, this.#number(total.corrected)],
      [sums.refused, this.#number(total.refused)],
      [sums.expired, this.#number(total.expired)],
    ];
    return h("dl", { class: "tiles" }, ...shown.map(([text, value]) => h("div", {}, h("dt", {}, text), h("dd", {}, value))));
  }

  /** A chart, what its colours mean, and the same figures as a table. */
  #figure({ chart, axis }: Pictured): { element: HTMLElement; draw: () => void } {
    const canvas = h("div", { class: "canvas" });
    const head = [axis, ...chart.stacks.flat().map(({ label }) => label)];
    const rows = chart.days.map((day, index) => [day, ...chart.stacks.flat().map(({ values }) => this.#number(values[index] ?? 0))]).reverse();
    const table = h("details", {}, h("summary", {}, this.#words.asTable), grid(chart.title, head, rows));
    let drawnWide = 0;
    const draw = (): void => {
      const wide = Math.max(NARROWEST, Math.floor(canvas.clientWidth));
      if (wide !== drawnWide) canvas.replaceChildren(drawn(chart, wide, this.#lang === "ar"));
      drawnWide = wide;
    };
    return { element: h("figure", {}, h("figcaption", {}, chart.title), legend(chart), canvas, table), draw };
  }

  #people({ moderators }: Statistics): HTMLElement {
    const { perModerator, columns, nobody } = this.#words;
    if (!moderators.length) return h("p", { class: "hint" }, nobody);
    const rows = [...moderators]
      .sort((one, other) => other.decided - one.decided)
      .map(({ id, decided, overturned, undone, median_seconds }) => [id, ...[decided, overturned, undone].map((count) => this.#number(count)), this.#lasting(median_seconds)]);
    return grid(perModerator, columns, rows);
  }

  #reasons(title: string, counts: Counts, named: Readonly<Record<string, string>>): HTMLElement | null {
    const rows = Object.entries(counts)
      .sort(([, one], [, other]) => other - one)
      .map(([reason, count]) => [named[reason] ?? reason, this.#number(count), share(count, counts)]);
    return rows.length ? grid(title, [this.#words.reason, this.#words.many, ""], rows) : null;
  }

  #number(value: number): string {
    return this.#context.format.number(value);
  }

  /** A waiting time in its largest unit: the service's median is right to 23 %, more places would pretend. */
  #lasting(seconds: number | null): string {
    if (seconds === null) return "–";
    const [unit, size] = ([["day", 86_400], ["hour", 3_600], ["minute", 60]] as const).find(([, long]) => seconds >= long) ?? (["second", 1] as const);
    const digits = { maximumFractionDigits: unit === "second" || unit === "minute" ? 0 : 1 };
    return new Intl.NumberFormat(`${this.#lang}-u-nu-latn`, { style: "unit", unit, unitDisplay: "long", ...digits }).format(seconds / size);
  }
}

/** A table that scrolls by itself where it is too wide. */
function grid(title: string, columns: readonly string[], rows: readonly (readonly (Node | string)[])[]): HTMLElement {
  const head = h("tr", {}, ...columns.map((text) => (text ? h("th", { scope: "col" }, text) : h("td"))));
  const row = ([name, ...cells]: readonly (Node | string)[]): HTMLElement =>
    h("tr", {}, h("th", { scope: "row" }, h("bdi", {}, name ?? "")), ...cells.map((text) => h("td", {}, text)));
  const table = h("table", {}, h("caption", {}, title), h("thead", {}, head), h("tbody", {}, ...rows.map(row)));
  return h("div", { class: "wide", role: "region", "aria-label": title, tabindex: 0 }, table);
}

/** How much of all that is, as a bar; the figure itself stands beside it. */
function share(count: number, counts: Counts): HTMLElement {
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0);
  return h("meter", { min: 0, max: all, value: count, "aria-hidden": "true" });
}
