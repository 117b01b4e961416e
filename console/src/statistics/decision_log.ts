/** The decision log: a month at a time, of everybody or one moderator, of one action where asked; and as a file. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { RequestNotice } from "../ui/request_notice.ts";
import { labelled } from "../ui/fields.ts";
import { save } from "../ui/files.ts";
import { Latest } from "../ui/latest.ts";
import { wayBack } from "./log_return.ts";
import type { StatisticsWords } from "./statistics_words.ts";
import type { ConsoleContext, LogEntry, Session } from "../session.ts";

/** Months that are offered, the current one among them. */
const MONTHS = 24;

interface Slice {
  readonly decisions: readonly LogEntry[];
  readonly cursor: string | null;
}

export class DecisionLog {
  readonly element = h("section", { class: "decisions" });
  readonly #context: ConsoleContext;
  readonly #words: StatisticsWords;
  readonly #requests: RequestNotice;
  readonly #session: Session;
  readonly #lang: string;
  readonly #month = h("select");
  readonly #moderator = h("input", { list: "moderators", maxlength: 128, autocomplete: "off", spellcheck: "false", dir: "auto" });
  readonly #known = h("datalist", { id: "moderators" });
  readonly #action = h("select");
  readonly #rows = h("ol", { class: "log" });
  readonly #foot = h("div", { class: "foot", role: "status" });
  readonly #files = h("div", { class: "row", role: "status" });
  readonly #slices = new Latest();
  /** The comments of the rows that are shown. */
  readonly #shown = new Set<string>();

  constructor(context: ConsoleContext, lang: string, words: StatisticsWords, session: Session) {
    this.#context = context;
    this.#lang = lang;
    this.#words = words;
    this.#requests = new RequestNotice(context, session);
    this.#session = session;
    this.#month.append(...months(new Date()).map((month) => h("option", { value: month }, this.#named(month))));
    this.#action.append(h("option", { value: "" }, words.any), ...Object.entries(words.steps).map(([value, text]) => h("option", { value }, text)));
    this.#moderator.placeholder = words.anybody;
    for (const field of [this.#month, this.#moderator, this.#action]) field.addEventListener("change", () => void this.load());
    this.element.append(h("h2", {}, words.log), this.#filters(), this.#requests.note, this.#files, this.#rows, this.#foot);
  }

  async load(): Promise<void> {
    this.#shown.clear();
    this.#rows.replaceChildren();
    this.#offer(null);
    await this.#more(null);
  }

  /** Whom the numbers know: offered as names to choose from. */
  know(moderators: readonly string[]): void {
    this.#known.replaceChildren(...moderators.map((id) => h("option", { value: id })));
  }

  #filters(): HTMLElement {
    const { month, moderator, action } = this.#words;
    const fields = [labelled(month, this.#month), labelled(moderator, this.#moderator), labelled(action, this.#action)];
    return h("form", { class: "row", onsubmit: (event) => event.preventDefault() }, ...fields, this.#known);
  }

  async #more(cursor: string | null): Promise<void> {
    await this.#requests.attempt(async () => {
      this.#foot.replaceChildren(this.#context.words.loading);
      const slice = await this.#slices.of(() => this.#requests.get<Slice>(`/log?${this.#query(cursor)}`)).catch((problem) => this.#failed(problem));
      if (slice) this.#draw(slice);
    }, this.#context.words.retry);
  }

  #failed(problem: unknown): never {
    this.#foot.replaceChildren();
    throw problem;
  }

  #draw({ decisions, cursor }: Slice): void {
    const { noDecision, goOn, more } = this.#words;
    this.#rows.append(...decisions.map((row) => this.#row(row)));
    const said = decisions.length ? "" : cursor ? goOn : this.#rows.childElementCount ? "" : noDecision;
    this.#foot.replaceChildren(said, ...(cursor ? [act("more", more, () => void this.#more(cursor))] : []));
  }

  #row(row: LogEntry): HTMLElement {
    const { at, by, by_kind, to, cause, reason, text } = row;
    const { states, causes } = this.#words;
    const { format, words } = this.#context;
    const why = [causes[cause], reason && (words.reasons[reason] ?? words.holds[reason] ?? reason)].filter(Boolean).join(" · ");
    const who = by_kind === "moderator" ? by : (words.by as Readonly<Record<string, string>>)[by_kind] ?? by;
    return h(
      "li",
      {},
      h("p", {}, h("strong", { class: `to-${to.toLowerCase()}` }, states[to] ?? to), " ", h("bdi", { class: "author" }, who), why && h("span", { class: "tag" }, why)),
      h("p", { class: "text", dir: "auto" }, text ?? ""),
      h("p", { class: "hint" }, h("time", { datetime: at }, format.date(at)), " · ", h("a", { href: `#ghirbal-${row.comment}`, target: "_blank" }, this.#words.see)),
      this.#latest(row) && wayBack(this.#context, this.#words, this.#session, row),
    );
  }

  /** Whether it is the newest row of its comment here: they come newest first. */
  #latest({ comment }: LogEntry): boolean {
    return !this.#shown.has(comment) && Boolean(this.#shown.add(comment));
  }

  /** The button of the file; `cursor` is where the next part begins. */
  #offer(cursor: string | null): void {
    const { download, nextPart } = this.#words;
    this.#files.replaceChildren(act("download", cursor ? nextPart : download, () => void this.#download(cursor)));
  }

  async #download(cursor: string | null): Promise<void> {
    const asked = this.#query(cursor);
    const name = `${this.#context.api.site}-${this.#month.value}.csv`;
    await this.#requests.attempt(async () => {
      const response = await this.#requests.file(`/log?${asked}&format=csv`);
      save(await response.blob(), name);
      if (asked === this.#query(cursor)) this.#downloaded(response.headers.get("Ghirbal-Cursor"));
    });
  }

  /** The button of the next part, if there is one. What is asked for now is offered from its beginning meanwhile. */
  #downloaded(next: string | null): void {
    this.#offer(next);
    if (!next) this.#files.append(h("span", {}, this.#words.downloaded));
  }

  #query(cursor: string | null): string {
    const query = new URLSearchParams({ month: this.#month.value });
    const moderator = this.#moderator.value.trim();
    if (moderator) query.set("moderator", moderator);
    if (this.#action.value) query.set("action", this.#action.value);
    if (cursor) query.set("cursor", cursor);
    return query.toString();
  }

  #named(month: string): string {
    return new Intl.DateTimeFormat(`${this.#lang}-u-nu-latn`, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01`));
  }
}

/** The UTC months up to `now`, newest first, as the API names them: "2026-11". */
export function months(now: Date): string[] {
  return Array.from({ length: MONTHS }, (_, back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString().slice(0, 7));
}
