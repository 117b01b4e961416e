/**
 * The form for a comment, a reply or an edit, as it stands on the page: its fields, what they remember, and the file
 * (`author.ts`) that counts, sends and explains, loaded when somebody turns to it.
 */
import type { Answer, Draft } from "./api.ts";
import type { Composer } from "./composer.ts";
import type { Context } from "./context.ts";
import { button, h } from "./dom.ts";
import { author } from "./lazy.ts";

/** Characters of a comment that the server takes. */
export const MOST = 1_000;
const NAME = 60;
/** Says so to 1Password, LastPass, Bitwarden and Dashlane. */
const NO_MANAGER = { "data-1p-ignore": true, "data-lpignore": true, "data-bwignore": true, "data-form-type": "other" };

export interface Purpose {
  /** Names the draft in the store. */
  readonly slot: string;
  readonly label: string;
  readonly action: string;
  /** An edit starts from this text, keeps no draft and asks for no name. */
  readonly initial?: string;
  readonly parent?: string;
  /** Another way to send than a post. */
  send?(draft: Draft): Promise<Answer>;
  done(answer: Answer): void;
  cancel?(): void;
}

let serial = 0;

export class Form {
  readonly element: HTMLFormElement;
  readonly context: Context;
  readonly purpose: Purpose;
  readonly text: HTMLTextAreaElement;
  readonly name: HTMLInputElement;
  readonly remember = h("input", { type: "checkbox", "data-act": "remember", checked: true });
  /** What only programs fill in: named after nothing that a browser or a password manager knows to fill. */
  readonly trap = h("input", { name: "subject", tabindex: -1, autocomplete: "off", ...NO_MANAGER });
  readonly who = h("div", { class: "who" });
  readonly counter: HTMLElement;
  readonly notice = h("div", { class: "notice", role: "alert" });
  readonly submit: HTMLButtonElement;
  readonly #id = `g${++serial}`;
  #composer: Promise<Composer> | null = null;

  constructor(context: Context, purpose: Purpose) {
    this.context = context;
    this.purpose = purpose;
    this.text = this.#makeText();
    this.name = this.#makeName();
    this.counter = h("p", { class: "counter", id: `${this.#id}c` });
    this.submit = h("button", { type: "submit", class: "main", "data-act": "post" }, purpose.action);
    this.element = this.#layout();
    this.count(MOST);
    if (this.text.value) void this.#wake();
  }

  focus(): void {
    this.text.focus();
  }

  /** The draft's place in the store. */
  get draft(): string {
    return `draft:${this.purpose.slot}`;
  }

  /** Says how many characters are left. */
  count(left: number): void {
    const { words, format } = this.context;
    this.counter.textContent = `${format.number(left)} / ${format.number(MOST)} ${words.left}`;
  }

  #makeText(): HTMLTextAreaElement {
    const { words, store } = this.context;
    const text = h("textarea", {
      id: this.#id,
      "data-act": "text",
      rows: 4,
      dir: "auto",
      placeholder: words.placeholder,
      "aria-describedby": `${this.#id}c`,
    });
    text.value = this.purpose.initial ?? store.get(this.draft) ?? "";
    return text;
  }

  #makeName(): HTMLInputElement {
    const { words, store } = this.context;
    const name = h("input", {
      "data-act": "name",
      class: "name",
      autocomplete: "nickname",
      dir: "auto",
      maxlength: NAME,
      placeholder: words.name,
      "aria-label": words.name,
    });
    name.value = store.get("name") ?? "";
    return name;
  }

  #layout(): HTMLFormElement {
    const { words, named } = this.context;
    const { label, initial, cancel } = this.purpose;
    if (!named) this.who.append(this.name, h("label", {}, this.remember, " ", words.remember));
    const stop = cancel && button("cancel", words.cancel, cancel, { class: "quiet" });
    const send = (event: Event): void => {
      event.preventDefault();
      void this.#wake().then((composer) => composer?.send());
    };
    return h(
      "form",
      { class: "composer", novalidate: true, onsubmit: send, onfocusin: () => void this.#wake() },
      h("label", { class: "label", for: this.#id }, label),
      this.text,
      this.counter,
      this.notice,
      initial === undefined && this.who,
      h("div", { class: "trap", "aria-hidden": "true" }, this.trap),
      h("div", { class: "row" }, this.submit, stop ?? null),
    );
  }

  /** What makes it work, loaded once; where that fails the reader is told, and the next touch tries again. */
  #wake(): Promise<Composer | null> {
    this.#composer ??= author(this.context).then(({ Composer }) => new Composer(this));
    return this.#composer.catch(() => {
      this.#composer = null;
      this.notice.replaceChildren(this.context.words.broken);
      return null;
    });
  }
}
