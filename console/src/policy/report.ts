/** What a dry run found, for people. */
import { h } from "../../../widget/src/dom.ts";
import type { Format } from "../../../widget/src/format.ts";
import type { PolicyWords } from "./policy_words.ts";

interface Rule {
  readonly symbol: string;
  readonly hits: number;
  readonly upheld: number;
  readonly overturned: number;
}

type Figures = Readonly<Record<string, unknown>> & {
  readonly precision: number | null;
  readonly rules: readonly Rule[];
  readonly questionable: readonly Rule[];
};

export interface Job {
  readonly id: string;
  readonly state: string;
  readonly stalled: boolean;
  readonly progress: number;
  readonly figures: Figures | null;
}

const SHOWN = 12;

export function report(job: Job, words: PolicyWords, format: Format): HTMLElement[] {
  const unfinished = job.state === "done" ? [] : [h("p", { role: "alert" }, words.stopped)];
  const { figures } = job;
  if (!figures) return unfinished;
  const counted = Object.entries(words.figures).flatMap(([name, text]) => [h("dt", {}, text), h("dd", {}, format.number(Number(figures[name] ?? 0)))]);
  const share = figures.precision === null ? words.nobody : `${format.number(Math.round(100 * figures.precision))} %`;
  const sums = h("dl", { class: "figures" }, ...counted, h("dt", {}, words.precision), h("dd", {}, share));
  return [...unfinished, sums, ...table(words.questionable, figures.questionable, words, format), ...table(words.rules, figures.rules, words, format)];
}

function table(title: string, rules: readonly Rule[], words: PolicyWords, format: Format): HTMLElement[] {
  if (!rules.length) return [];
  const head = h("tr", {}, ...words.ruleColumns.map((text) => h("th", { scope: "col" }, text)));
  const rows = rules.slice(0, SHOWN).map(({ symbol, hits, upheld, overturned }) =>
    h("tr", {}, h("th", { scope: "row", dir: "ltr" }, symbol), ...[hits, upheld, overturned].map((count) => h("td", {}, format.number(count)))),
  );
  return [h("table", {}, h("caption", {}, title), h("thead", {}, head), h("tbody", {}, ...rows))];
}
