/** What the site's numbers show: one chart for each question that an editor asks. */
import type { Chart, Series } from "./chart.ts";
import type { StatisticsWords } from "./statistics_words.ts";

export const ACTIONS = ["approved", "rejected", "spam", "deleted", "held"] as const;
const HOURS = 24;

export type Counts = Readonly<Record<string, number>>;

export interface Figures {
  readonly posted: number;
  readonly published: number;
  readonly held: number;
  readonly refused: number;
  readonly expired: number;
  readonly overturned: number;
  readonly corrected: number;
  readonly undone: number;
  readonly answers: number;
  readonly decided: number;
  readonly decisions: Readonly<Record<(typeof ACTIONS)[number], number>>;
  readonly median_seconds: number | null;
  readonly held_why: Counts;
  readonly rejected_why: Counts;
}

export interface Statistics {
  readonly pending: number;
  /** Posts by hour of the UTC day. */
  readonly hours: readonly number[];
  /** `waiting` at the end of the day; null before that was counted. */
  readonly days: readonly (Figures & { readonly day: string; readonly waiting: number | null })[];
  readonly moderators: readonly (Figures & { readonly id: string })[];
  readonly total: Figures;
}

/** A chart, and what stands above the first column of its table. */
export interface Pictured {
  readonly chart: Chart;
  readonly axis: string;
}

export interface Telling {
  readonly words: StatisticsWords;
  readonly lang: string;
  readonly colon: string;
  number(value: number): string;
}

/** In the order in which they stand on the page. `west` is the minutes by which this machine is behind UTC. */
export function charts(found: Statistics, telling: Telling, west = new Date().getTimezoneOffset()): Pictured[] {
  const { words } = telling;
  const { days } = found;
  const known = days.filter(({ waiting }) => waiting !== null);
  const of = (label: string, kind: string, count: (day: Figures) => number): Series => ({ label, kind, values: days.map(count) });
  const named = (some: readonly { readonly day: string }[]): string[] => some.map(({ day }) => dated(day, telling.lang));
  const became = [of(words.published, "is-approved", (day) => day.published), of(words.held, "is-held", (day) => day.held), of(words.refused, "is-rejected", (day) => day.refused)];
  const flow = [of(words.held, "is-held", (day) => day.held), of(words.decided, "is-decided", (day) => day.decided)];
  const each = ACTIONS.map((name) => of(words.decisions[name] ?? name, `is-${name}`, (day) => day.decisions[name]));
  const waiting = { label: words.sums.pending, kind: "is-held", values: known.map((day) => day.waiting ?? 0) };
  const hours = { label: words.sums.posted, kind: "is-decided", values: local(found.hours, west) };
  const picture = (title: string, names: readonly string[], stacks: Chart["stacks"], axis = words.day, summary = summed(stacks.flat(), telling)): Pictured => ({
    chart: { title, summary, days: names, colon: telling.colon, stacks },
    axis,
  });
  return [
    picture(words.arrivals, named(days), [became]),
    picture(words.hours, Array.from({ length: HOURS }, (_, hour) => `${hour}:00`), [[hours]], words.hour),
    picture(words.waiting, named(known), [[waiting]], words.day, `${waiting.label}${telling.colon}${telling.number(found.pending)}. ${words.tableBelow}`),
    picture(words.flow, named(days), flow.map((series) => [series])),
    picture(words.actions, named(days), [each]),
  ];
}

/** By the hours of this machine's clock; a zone of half an hour is told by the hour below. */
export function local(hours: readonly number[], west: number): number[] {
  const behind = Math.round(west / 60);
  return hours.map((_, hour) => hours[(hour + behind + HOURS) % HOURS] ?? 0);
}

function summed(series: readonly Series[], { words, colon, lang, number }: Telling): string {
  const sums = series.map(({ label, values }) => `${label}${colon}${number(values.reduce((sum, value) => sum + value, 0))}`);
  return `${sums.join(lang === "ar" ? "، " : ", ")}. ${words.tableBelow}`;
}

function dated(day: string, lang: string): string {
  return new Intl.DateTimeFormat(`${lang}-u-nu-latn`, { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(day));
}
