/** What a dry run found, for people: in sentences, by rule, and with examples. */
import { h } from "../../../widget/src/dom.ts";
import type { Format } from "../../../widget/src/format.ts";
import type { Item } from "../api.ts";
import type { PolicyWords } from "./policy_words.ts";

interface Rule {
  readonly symbol: string;
  readonly hits: number;
  readonly upheld: number;
  readonly overturned: number;
}

/** A comment that would fare otherwise; `moderator` is what one decided: "publish", "stop", or null for nobody. */
interface Example {
  readonly id: string;
  readonly to: string;
  readonly symbols: readonly string[];
  readonly moderator: string | null;
}

type Figures = Readonly<Record<string, unknown>> & {
  readonly precision: number | null;
  readonly rules: readonly Rule[];
  readonly questionable: readonly Rule[];
  readonly examples: readonly Example[];
};

export interface Job {
  readonly id: string;
  readonly state: string;
  readonly stalled: boolean;
  readonly progress: number;
  readonly figures: Figures | null;
  /** What the symbols in the figures are called. */
  readonly names: Readonly<Record<string, string>>;
}

/** What the report needs: words, numbers, and a comment by its id. */
export interface Telling {
  readonly words: PolicyWords;
  readonly format: Format;
  readonly colon: string;
  comment(id: string): Promise<Item>;
}

const SHOWN = 12;
const EXAMPLES = 5;
const AGAINST = { newly_held: "newly_held_approved", newly_refused: "newly_refused_approved", newly_published: "newly_published_stopped" } as const;

export function report(job: Job, telling: Telling): HTMLElement[] {
  const { words } = telling;
  const unfinished = job.state === "done" ? [] : [h("p", { role: "alert" }, words.stopped)];
  const { figures } = job;
  if (!figures) return unfinished;
  const tables = [...table(words.questionable, figures.questionable, job, telling), ...table(words.rules, figures.rules, job, telling)];
  return [...unfinished, h("ul", { class: "figures" }, ...sentences(figures, telling).map((text) => h("li", {}, text))), ...examples(job, figures, telling), ...tables];
}

/** In the order in which an editor asks: of how many, what changes and against whom, and how right it is. */
export function sentences(figures: Figures, { words, format, colon }: Omit<Telling, "comment">): string[] {
  const count = (name: string): number => Number(figures[name] ?? 0);
  const changes = (Object.keys(AGAINST) as (keyof typeof AGAINST)[]).map((name) => {
    const { said, against } = words.changes[name];
    const otherwise = count(AGAINST[name]);
    return `${format.plural(said, count(name))}${otherwise ? format.plural(against, otherwise) : ""}.`;
  });
  const share = figures.precision === null ? words.nobody : `${format.number(Math.round(100 * figures.precision))} %`;
  return [format.plural(words.judged, count("judged")), ...changes, format.plural(words.hits, count("hits")), `${words.precision}${colon}${share}`];
}

/** The first few, each with its text as soon as that is there; what was deleted since has none. */
function examples(job: Job, figures: Figures, telling: Telling): HTMLElement[] {
  const { words, comment } = telling;
  const rows = figures.examples.slice(0, EXAMPLES).map(({ id, to, symbols, moderator }) => {
    const text = h("a", { href: `#ghirbal-${id}`, target: "_blank", dir: "auto" }, "…");
    void comment(id).then((found) => (text.textContent = found.text || "…"), () => undefined);
    const decided = moderator && words.decided[moderator];
    const said = [words.becomes[to], ...(decided ? [decided] : []), ...symbols.map((symbol) => named(symbol, job))];
    return h("li", {}, text, h("p", { class: "hint" }, said.join(" · ")));
  });
  return rows.length ? [h("h3", {}, words.examples), h("ul", { class: "examples" }, ...rows)] : [];
}

function named(symbol: string, job: Job): string {
  return job.names[symbol] ?? symbol;
}

function table(title: string, rules: readonly Rule[], job: Job, { words, format }: Telling): HTMLElement[] {
  if (!rules.length) return [];
  const head = h("tr", {}, ...words.ruleColumns.map((text) => h("th", { scope: "col" }, text)));
  const rows = rules.slice(0, SHOWN).map(({ symbol, hits, upheld, overturned }) =>
    h("tr", {}, h("th", { scope: "row", dir: "auto", title: symbol }, named(symbol, job)), ...[hits, upheld, overturned].map((count) => h("td", {}, format.number(count)))),
  );
  return [h("table", {}, h("caption", {}, title), h("thead", {}, head), h("tbody", {}, ...rows))];
}
