/** The form for a comment, a reply or an edit: counts, keeps the draft, shows what the server wants changed. */
import { Problem, type Answer, type Draft } from "./api.ts";
import type { Context } from "./context.ts";
import { button, h } from "./dom.ts";
import { lazy } from "./lazy.ts";
import { length, stored } from "./text.ts";

const MOST = 1_000;
/** From here on the counter is read out, politely. */
const NEAR = 50;
const NAME = 60;

export interface Purpose {
  /** Names the draft in the store. */
  readonly slot: string;
  readonly label: string;
  readonly action: string;
  /** An edit starts from this text, keeps no draft and asks for no name. */
  readonly initial?: string;
  readonly parent?: string;
  send(draft: Draft): Promise<Answer>;
  done(answer: Answer): void;
  cancel?(): void;
}

let serial = 0;

export class Composer {
  readonly element: HTMLFormElement;
  readonly #context: Context;
  readonly #purpose: Purpose;
  readonly #id = `g${++serial}`;
  readonly #text: HTMLTextAreaElement;
  readonly #name: HTMLInputElement;
  readonly #remember = h("input", { type: "checkbox", "data-act": "remember", checked: true });
  readonly #trap = h("input", { name: "website", tabindex: -1, autocomplete: "off" });
  readonly #counter: HTMLElement;
  readonly #notice = h("div", { class: "notice", role: "alert" });
  readonly #submit: HTMLButtonElement;
  #busy = false;

  constructor(context: Context, purpose: Purpose) {
    this.#context = context;
    this.#purpose = purpose;
    this.#text = this.#makeText();
    this.#name = this.#makeName();
    this.#counter = h("p", { class: "counter", id: `${this.#id}c` });
    this.#submit = h("button", { type: "submit", class: "main", "data-act": "post" }, purpose.action);
    this.element = this.#layout();
    this.#count();
  }

  focus(): void {
    this.#text.focus();
  }

  get #draft(): string {
    return `draft:${this.#purpose.slot}`;
  }

  #makeText(): HTMLTextAreaElement {
    const { words, store, session } = this.#context;
    const text = h("textarea", {
      id: this.#id,
      "data-act": "text",
      rows: 4,
      dir: "auto",
      placeholder: words.placeholder,
      "aria-describedby": `${this.#id}c`,
      oninput: () => this.#typed(),
      onfocus: () => void session.tokens().catch(() => undefined),
      onkeydown: (event) => this.#key(event as KeyboardEvent),
    });
    text.value = this.#purpose.initial ?? store.get(this.#draft) ?? "";
    return text;
  }

  #makeName(): HTMLInputElement {
    const { words, store } = this.#context;
    const name = h("input", {
      "data-act": "name",
      class: "name",
      autocomplete: "nickname",
      dir: "auto",
      maxlength: NAME,
    });
    name.setAttribute("aria-label", words.name);
    name.placeholder = words.name;
    name.value = store.get("name") ?? "";
    return name;
  }

  #layout(): HTMLFormElement {
    const { words, named } = this.#context;
    const { label, initial, cancel } = this.#purpose;
    const who = h("div", { class: "who" }, this.#name, h("label", {}, this.#remember, " ", words.remember));
    const stop = cancel && button("cancel", words.cancel, cancel, { class: "quiet" });
    return h(
      "form",
      { class: "composer", novalidate: true, onsubmit: (event) => this.#send(event) },
      h("label", { class: "label", for: this.#id }, label),
      this.#text,
      this.#counter,
      this.#notice,
      initial === undefined && !named && who,
      h("div", { class: "trap", "aria-hidden": "true" }, this.#trap),
      h("div", { class: "row" }, this.#submit, stop ?? null),
    );
  }

  #typed(): void {
    this.#context.session.tokens().catch(() => undefined);
    if (this.#purpose.initial === undefined) this.#context.store.set(this.#draft, this.#text.value);
    this.#notice.replaceChildren();
    this.#count();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.element.requestSubmit();
  }

  #count(): void {
    const { words, format } = this.#context;
    const left = MOST - length(this.#text.value);
    this.#counter.textContent = `${format.number(left)} / ${format.number(MOST)} ${words.left}`;
    this.#counter.classList.toggle("over", left < 0);
    this.#counter.ariaLive = left < NEAR ? "polite" : "off";
    this.#text.ariaInvalid = String(left < 0);
  }

  async #send(event: Event | null, nudge?: string): Promise<void> {
    event?.preventDefault();
    const { words } = this.#context;
    const size = length(this.#text.value);
    if (this.#busy) return;
    if (size < 1 || size > MOST) return this.#say(size ? words.tooLong : words.blank);
    this.#wait(true);
    try {
      this.#finish(await this.#purpose.send(this.#make(nudge)));
    } catch (problem) {
      await this.#explain(problem);
    } finally {
      this.#wait(false);
    }
  }

  #make(nudge?: string): Draft {
    const name = this.#context.named ? "" : this.#name.value.trim();
    const { parent } = this.#purpose;
    return {
      text: stored(this.#text.value),
      ...(name && { name }),
      ...(parent && { parent }),
      ...(nudge && { nudge }),
      ...(this.#trap.value && { website: this.#trap.value }),
    };
  }

  #finish(answer: Answer): void {
    const { store } = this.#context;
    store.set(this.#draft, null);
    if (this.#purpose.initial === undefined) store.set("name", this.#remember.checked ? this.#name.value.trim() : null);
    this.#text.value = "";
    this.#notice.replaceChildren();
    this.#count();
    this.#purpose.done(answer);
  }

  #wait(busy: boolean): void {
    this.#busy = busy;
    this.#submit.setAttribute("aria-disabled", String(busy));
    this.#text.readOnly = busy;
    this.#submit.textContent = busy ? this.#context.words.posting : this.#purpose.action;
  }

  #say(...lines: (string | Node)[]): void {
    this.#notice.replaceChildren(...lines.map((line) => h("div", {}, line)));
  }

  async #explain(problem: unknown): Promise<void> {
    if (!(problem instanceof Problem)) throw problem;
    const { words, emit } = this.#context;
    emit("error", { code: problem.code, status: problem.status });
    if (problem.unanswered) return this.#say(words.unsent, this.#again("retry", words.retry));
    if (problem.code === "version-conflict") return this.#say(words.conflict);
    if (problem.code !== "comment-refused") return this.#say(problem.detail || words.broken);
    await this.#refused(problem);
  }

  /** First the words to change and a way to insist; the second time it is stored, out of sight. */
  async #refused({ detail = "", spans, nudge, id }: Problem): Promise<void> {
    const { words, store } = this.#context;
    if (id) {
      store.set(this.#draft, null);
      return this.#say(words.stored);
    }
    const actions = spans.length ? await lazy("actions", () => import("./actions.ts")).catch(() => null) : null;
    this.#say(detail, ...(actions ? [actions.marked(stored(this.#text.value), spans)] : []));
    if (nudge) this.#notice.append(this.#again("anyway", words.anyway, nudge));
    this.#text.focus();
  }

  #again(act: string, label: string, nudge?: string): HTMLButtonElement {
    return button(act, label, () => this.#send(null, nudge), { class: "quiet" });
  }
}
