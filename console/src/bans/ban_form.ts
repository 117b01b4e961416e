/** The form that bans: whom or what, for how long, and a question before what has no end. */
import { h } from "../../../widget/src/dom.ts";
import { act, submit } from "../ui/act.ts";
import { RequestNotice } from "../ui/request_notice.ts";
import type { BansWords } from "./bans_words.ts";
import { choice, labelled } from "../ui/fields.ts";
import type { ConsoleContext, Named, Session } from "../session.ts";

/** What the service keeps of a comment to ban by; its hashes leave it never. */
const BY_COMMENT = ["reader", "address", "mail"] as const;
const BY_PATTERN = ["name", "domain"] as const;
/** What a moderator may ban, and that for a time alone; all else is an editor's. */
const MODERATORS = "reader";

export interface Ban {
  readonly id: string;
  readonly kind: string;
  readonly pattern: string | null;
  readonly comment: string | null;
  readonly until: string | null;
  readonly by: string;
  readonly at: string;
}

/** Whom the form bans where it stands beside a comment, and what follows. */
export interface Way {
  readonly comment: Named | null;
  banned(ban: Ban): void;
  /** Only where the form was opened and can be closed again. */
  readonly cancel?: () => void;
}

export class BanForm {
  readonly element: HTMLElement;
  readonly #words: BansWords;
  readonly #context: ConsoleContext;
  readonly #requests: RequestNotice;
  readonly #way: Way;
  readonly #kind: HTMLSelectElement;
  readonly #hours: HTMLSelectElement;
  readonly #pattern: HTMLInputElement;
  readonly #wide = h("input", { type: "checkbox" });
  readonly #more = h("p", { class: "hint" });
  readonly #lines: Readonly<Record<"pattern" | "wide", HTMLElement>>;
  readonly #extra = h("div", { class: "extra" });

  constructor(context: ConsoleContext, words: BansWords, session: Session, way: Way) {
    this.#context = context;
    this.#words = words;
    this.#way = way;
    this.#requests = new RequestNotice(context, session);
    this.#kind = choice(this.#kinds(), { onchange: () => this.#turn() });
    this.#hours = choice(this.#spans(), { onchange: () => this.#extra.replaceChildren() });
    this.#pattern = h("input", { maxlength: 100, dir: "auto", autocomplete: "off", spellcheck: "false", value: way.comment?.name });
    const wide = h("label", { class: "tick" }, this.#wide, h("span", {}, words.wide));
    this.#lines = { pattern: labelled(words.pattern, this.#pattern), wide };
    this.element = this.#draw();
    this.#turn();
  }

  get typed(): boolean {
    return this.#pattern.value.trim() !== this.#pattern.defaultValue;
  }

  #draw(): HTMLElement {
    const { what, span, ban } = this.#words;
    const fields = h("div", { class: "row" }, labelled(what, this.#kind), this.#lines.pattern, labelled(span, this.#hours));
    const cancel = this.#way.cancel && act("ban-cancel", this.#context.words.cancel, this.#way.cancel, { class: "quiet" });
    const buttons = h("div", { class: "row" }, submit("ban", ban, "reject"), cancel ?? "");
    const onsubmit = (event: Event): void => {
      event.preventDefault();
      if (this.#hours.value) void this.#ban();
      else this.#ask();
    };
    return h("form", { class: "ban", onsubmit }, fields, this.#lines.wide, this.#more, buttons, this.#extra);
  }

  /** Only what this person may ban, and only what can be banned from here. */
  #kinds(): Readonly<Record<string, string>> {
    const offered = [...(this.#way.comment ? BY_COMMENT : []), ...BY_PATTERN];
    const shown = offered.filter((kind) => kind === MODERATORS || this.#context.may("editor"));
    return Object.fromEntries(shown.map((kind) => [kind, this.#words.kinds[kind]]));
  }

  #spans(): Readonly<Record<string, string>> {
    const { hours, ever } = this.#words;
    return this.#context.may("editor") ? { ...hours, "": ever } : hours;
  }

  /** Shows what the chosen kind asks for, and says what becomes of those it meets. */
  #turn(): void {
    const kind = this.#kind.value as keyof BansWords["more"];
    const written = BY_PATTERN.some((each) => each === kind);
    this.#lines.pattern.hidden = !written;
    this.#pattern.required = written;
    this.#lines.wide.hidden = kind !== "address";
    this.#more.textContent = this.#words.more[kind];
    this.#extra.replaceChildren();
  }

  /** Asks before what has no end; the answer that changes nothing has the focus. */
  #ask(): void {
    const { everAsk, ban } = this.#words;
    const close = (): void => {
      this.#extra.replaceChildren();
      this.#hours.focus();
    };
    const cancel = act("ban-keep", this.#context.words.cancel, close, { class: "quiet" });
    const sure = act("ban-for-ever", ban, () => void this.#ban(), { class: "reject" });
    this.#extra.replaceChildren(h("p", {}, everAsk), h("div", { class: "row", role: "group", "aria-label": everAsk }, sure, cancel));
    cancel.focus();
  }

  async #ban(): Promise<void> {
    const sent = this.#pattern.value;
    await this.#requests.beside(this.element, async () => {
      const { ban } = await this.#requests.send<{ ban: Ban }>("/bans", "POST", this.#wish());
      this.#extra.replaceChildren();
      if (!this.#way.comment && this.#pattern.value === sent) this.#pattern.value = "";
      this.#way.banned(ban);
    });
  }

  #wish(): Readonly<Record<string, unknown>> {
    const kind = this.#kind.value;
    const { comment } = this.#way;
    const written = BY_PATTERN.some((each) => each === kind);
    const target = written ? { pattern: this.#pattern.value.trim() } : { comment: comment?.id };
    const hours = this.#hours.value && { hours: Number(this.#hours.value) };
    return { kind, ...target, ...hours, ...(kind === "address" && { wide: this.#wide.checked }) };
  }
}
