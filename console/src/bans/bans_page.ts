/** The sheet of bans: what is banned by whom until when, lifting it, and who did what lately. Loaded when it is opened. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { RequestNotice } from "../ui/request_notice.ts";
import { BanForm, type Ban } from "./ban_form.ts";
import { bansWords, type BansWords } from "./bans_words.ts";
import { Latest } from "../ui/latest.ts";
import type { ConsoleContext, Named, Session } from "../session.ts";
import { keepingFocus } from "../ui/writing.ts";

interface Line {
  readonly step: string;
  readonly by: string;
  readonly at: string;
  readonly kind: string | null;
  readonly until: string | null;
}

interface Answer {
  readonly bans: readonly Ban[];
  readonly log: readonly Line[];
}

function wordsOf(lang: string): BansWords {
  return bansWords[lang] ?? (bansWords["ar"] as BansWords);
}

/** The form beside a comment; once it has banned it says so in its place. */
export function banForm(context: ConsoleContext, session: Session, comment: Named, close: () => void): HTMLElement {
  const words = wordsOf(document.documentElement.lang);
  const banned = (ban: Ban): void => form.element.replaceWith(h("p", { class: "said", role: "status" }, `${words.banned} ${until(context, words, ban)}`));
  const form = new BanForm(context, words, session, { comment, banned, cancel: close });
  return form.element;
}

export class BansPage {
  readonly element = h("main", { class: "policy bans" });
  readonly #context: ConsoleContext;
  readonly #words: BansWords;
  readonly #requests: RequestNotice;
  readonly #list = h("ol", { class: "members", tabindex: -1 });
  readonly #log = h("ol", { class: "log" });
  readonly #form: BanForm | null;
  readonly #answers = new Latest();
  #rows: readonly (readonly [string, HTMLElement])[] = [];

  constructor(context: ConsoleContext, lang: string, session: Session) {
    this.#context = context;
    this.#words = wordsOf(lang);
    this.#requests = new RequestNotice(context, session);
    const { title, titleMore, add, log } = this.#words;
    const way = { comment: null, banned: () => void this.#reload().catch(() => this.load()) };
    this.#form = context.may("editor") ? new BanForm(context, this.#words, session, way) : null;
    const form = this.#form && h("section", {}, h("h3", {}, add), this.#form.element);
    const past = h("details", {}, h("summary", {}, log), this.#log);
    this.element.append(h("h2", {}, title), h("p", { class: "hint" }, titleMore), this.#requests.note, this.#list, form ?? "", past);
  }

  get typed(): boolean {
    return this.#form?.typed ?? false;
  }

  async load(): Promise<void> {
    const wait = h("p", { class: "hint", role: "status" }, this.#context.words.loading);
    await this.#requests.attempt(async () => {
      this.#list.before(this.#requests.note, wait);
      await this.#reload().finally(() => wait.remove());
    }, this.#context.words.retry);
  }

  async #reload(): Promise<void> {
    const found = await this.#answers.of(() => this.#requests.get<Answer>("/bans"));
    if (found) this.#draw(found);
  }

  /** A row that says the same still stays as it is, and what is open in it. */
  #draw({ bans, log }: Answer): void {
    const kept = new Map(this.#rows);
    this.#rows = bans.map((ban) => [JSON.stringify(ban), kept.get(JSON.stringify(ban)) ?? this.#row(ban)]);
    const none = h("li", { class: "hint" }, this.#words.none);
    keepingFocus(() => this.#list.replaceChildren(...(bans.length ? this.#rows.map(([, row]) => row) : [none])));
    this.#log.replaceChildren(...log.map((line) => this.#line(line)));
  }

  #row(ban: Ban): HTMLElement {
    const { kinds } = this.#words;
    const kind = kinds[ban.kind as keyof typeof kinds] ?? ban.kind;
    const what = h("p", { class: "who" }, kind, ban.pattern ? h("bdi", {}, ban.pattern) : "", h("span", { class: "tag" }, until(this.#context, this.#words, ban)));
    const about = h("p", { class: "hint" }, h("bdi", {}, ban.by), ` · ${this.#context.format.ago(ban.at)}`);
    const place = h("div", { class: "extra" });
    return h("li", { class: "card" }, what, about, h("div", { class: "row" }, this.#comment(ban, place), this.#way(ban)), place);
  }

  /** The comment somebody was banned for: fetched when it is asked for. */
  #comment({ comment }: Ban, place: HTMLElement): HTMLElement | null {
    if (!comment) return null;
    const show = async (): Promise<void> => {
      const { name, text } = await this.#requests.get<{ name: string; text: string }>(`/comments/${comment}`);
      const { guest, colon } = this.#context.words;
      place.replaceChildren(h("p", {}, h("bdi", { class: "author" }, name || guest), colon, h("bdi", {}, text || this.#words.gone)));
    };
    return act("show-comment", this.#words.comment, () => void this.#requests.beside(row(place), show));
  }

  #way(ban: Ban): HTMLElement | null {
    const { lift, kinds } = this.#words;
    if (!this.#context.may(ban.kind === "reader" ? "moderator" : "editor")) return null;
    const kind = kinds[ban.kind as keyof typeof kinds] ?? ban.kind;
    const lifting = act("lift", lift, () => void this.#lift(ban, row(lifting)), { "aria-label": `${lift}: ${ban.pattern ?? kind}` });
    return lifting;
  }

  async #lift({ id }: Ban, place: HTMLElement): Promise<void> {
    await this.#requests.beside(place, async () => {
      await this.#requests.send(`/bans/${encodeURIComponent(id)}`, "DELETE");
      const held = place.contains(document.activeElement);
      this.#list.before(this.#requests.note);
      await this.#reload();
      if (held) this.#list.focus({ preventScroll: true }); // what had the focus is there no more
    });
  }

  #line({ step, by, at, kind, until: end }: Line): HTMLElement {
    const { steps, kinds } = this.#words;
    const { format } = this.#context;
    const what = kind && ` · ${kinds[kind as keyof typeof kinds] ?? kind}`;
    const span = step === "banned" && ` · ${until(this.#context, this.#words, { until: end })}`;
    return h("li", {}, h("bdi", {}, by), this.#context.words.colon, steps[step] ?? step, what, span, ` · ${format.ago(at)}`);
  }
}

function until({ format }: ConsoleContext, { till, ever }: BansWords, { until }: Pick<Ban, "until">): string {
  return until ? `${till} ${format.date(until)}` : ever;
}

/** The row of the list that something stands in. */
function row(inside: HTMLElement): HTMLElement {
  return inside.closest("li") ?? inside;
}
