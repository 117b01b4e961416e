/** The form of a new webhook: address, what reads it there, and which events it is told. */
import { h } from "../../../widget/src/dom.ts";
import { submit } from "../ui/act.ts";
import { choice, labelled } from "../ui/fields.ts";
import type { ServiceWords } from "./service_words.ts";

export interface Wish {
  readonly url: string;
  readonly sink: string;
  readonly chat: string;
  readonly events: readonly string[];
}

/** What is ticked to begin with: what a newsroom wants to hear of. */
const FIRST: readonly string[] = ["CommentHeld", "QueueSurge", "ReviewOverdue"];

export class WebhookForm {
  readonly element: HTMLElement;
  readonly #words: ServiceWords;
  readonly #url = h("input", { type: "url", required: true, dir: "ltr", maxlength: 1000, autocomplete: "off", placeholder: "https://", pattern: "https://.+" });
  readonly #sink: HTMLSelectElement;
  readonly #chat = h("input", { dir: "ltr", maxlength: 41, autocomplete: "off", spellcheck: "false", placeholder: "-1001234567890" });
  readonly #chatPlace: HTMLElement;
  readonly #boxes: readonly HTMLInputElement[];

  constructor(words: ServiceWords, add: (wish: Wish) => void) {
    this.#words = words;
    this.#sink = choice(words.sinks, { onchange: () => this.#fit() });
    this.#chatPlace = labelled(words.chat, this.#chat);
    this.#boxes = Object.keys(words.events).map((value) => h("input", { type: "checkbox", value, checked: FIRST.includes(value), onchange: () => this.#fit() }));
    const onsubmit = (event: Event): void => {
      event.preventDefault();
      if (this.#wish.events.length) add(this.#wish);
    };
    const row = h("div", { class: "row" }, labelled(words.url, this.#url), labelled(words.sink, this.#sink), this.#chatPlace);
    this.element = h("form", { onsubmit }, h("h3", {}, words.add), row, this.#choices(), submit("webhook-add", words.add));
    this.#fit();
  }

  get typed(): boolean {
    return this.#url.value.trim() !== "";
  }

  /** Empties what was sent, unless something else was written meanwhile. */
  sent({ url }: Wish): void {
    if (this.#wish.url === url) this.#url.value = this.#chat.value = "";
  }

  get #wish(): Wish {
    const telegram = this.#sink.value === "telegram";
    const events = this.#boxes.filter(({ checked }) => checked).map(({ value }) => value);
    return { url: this.#url.value.trim(), sink: this.#sink.value, chat: telegram ? this.#chat.value.trim() : "", events };
  }

  #choices(): HTMLElement {
    const box = (field: HTMLInputElement): HTMLElement => h("label", { class: "tick" }, field, this.#words.events[field.value] ?? field.value);
    return h("fieldset", { class: "ticks" }, h("legend", {}, this.#words.tell), ...this.#boxes.map(box));
  }

  /** Telegram alone wants a chat; and a webhook that is told nothing is none. */
  #fit(): void {
    const telegram = this.#sink.value === "telegram";
    this.#chatPlace.hidden = !telegram;
    this.#chat.required = telegram;
    this.#boxes[0]?.setCustomValidity(this.#boxes.some(({ checked }) => checked) ? "" : this.#words.tellSomething);
  }
}
