/** One webhook: where to by host alone, what it tells, how it fares, and what can be done about it. */
import { h } from "../../../widget/src/dom.ts";
import { act, submit } from "../ui/act.ts";
import { labelled } from "../ui/fields.ts";
import type { ServiceWords } from "./service_words.ts";
import type { ConsoleContext } from "../session.ts";

export interface Webhook {
  readonly id: string;
  readonly host: string;
  readonly sink: string;
  readonly events: readonly string[];
  readonly state: "pending" | "on" | "off";
  readonly failing_since: string | null;
  readonly succeeded: string | null;
  readonly error: string;
  readonly both_secrets_until: string | null;
}

/** What a row asks of the list. */
export interface WebhookHost {
  call(row: HTMLElement, hook: Webhook, what: "confirm" | "challenge" | "rotate", body?: unknown): Promise<void>;
  remove(row: HTMLElement, hook: Webhook): Promise<void>;
}

export class WebhookRow {
  readonly element = h("li", { class: "card" });
  readonly #context: ConsoleContext;
  readonly #words: ServiceWords;
  readonly #wires: WebhookHost;
  readonly #hook: Webhook;
  readonly #extra = h("div", { class: "extra" });

  constructor(context: ConsoleContext, words: ServiceWords, wires: WebhookHost, hook: Webhook) {
    this.#context = context;
    this.#words = words;
    this.#wires = wires;
    this.#hook = hook;
    this.element.append(this.#head(), this.#events(), ...this.#health(), this.#code(), this.#buttons(), this.#extra);
  }

  #head(): HTMLElement {
    const { host, sink, state } = this.#hook;
    const { sinks, hookStates } = this.#words;
    return h("p", { class: "who" }, h("bdi", {}, host), h("small", {}, sinks[sink] ?? sink), h("span", { class: `tag is-${state}` }, hookStates[state]));
  }

  #events(): HTMLElement {
    const { events } = this.#words;
    return h("p", { class: "hint" }, this.#hook.events.map((event) => events[event] ?? event).join(" · "));
  }

  /** Since when calls fail and why, when one last arrived, and until when two secrets sign. */
  #health(): HTMLElement[] {
    const { failing_since: failing, succeeded, error, both_secrets_until: both, state } = this.#hook;
    const { failingSince, lastArrived, bothUntil, offMore } = this.#words;
    const { format, words: { colon } } = this.#context;
    const failure = failing && h("p", { class: "bad" }, `${failingSince}${colon}${format.ago(failing)} `, error && h("code", { dir: "ltr" }, error));
    const lines = [
      failure,
      state === "off" && h("p", {}, offMore),
      succeeded && h("p", { class: "hint" }, `${lastArrived}${colon}${format.ago(succeeded)}`),
      both && Date.parse(both) > Date.now() && h("p", { class: "hint" }, `${bothUntil} ${format.date(both)}`),
    ];
    return lines.filter((line) => line instanceof HTMLElement);
  }

  /** The field for the code that arrived at the address; only what waits for it has one. */
  #code(): HTMLElement {
    const { codeMore, code, confirm } = this.#words;
    if (this.#hook.state !== "pending") return h("div", { hidden: true });
    const field = h("input", { dir: "ltr", required: true, maxlength: 40, autocomplete: "off", spellcheck: "false" });
    const onsubmit = (event: Event): void => {
      event.preventDefault();
      void this.#wires.call(this.element, this.#hook, "confirm", { code: field.value.trim() });
    };
    return h("form", { onsubmit }, h("p", { class: "hint" }, codeMore), h("div", { class: "row" }, labelled(code, field), submit("webhook-confirm", confirm)));
  }

  #buttons(): HTMLElement {
    const { host, state } = this.#hook;
    const { again, turnOn, rotate, remove } = this.#words;
    const named = (name: string, label: string, onclick: () => void, look: string | null = null): HTMLElement => act(name, label, onclick, { class: look, "aria-label": `${label}: ${host}` });
    const code = named("webhook-code", state === "pending" ? again : turnOn, () => this.#call("challenge"));
    const secret = named("webhook-rotate", rotate, () => this.#ask("webhook-rotate-sure", this.#words.rotateAsk, rotate, () => this.#call("rotate")));
    const out = named("webhook-remove", remove, () => this.#ask("webhook-remove-sure", this.#words.removeAsk, remove, () => void this.#wires.remove(this.element, this.#hook)), "quiet");
    return h("div", { class: "row" }, state === "on" ? null : code, secret, out);
  }

  #call(what: "challenge" | "rotate"): void {
    void this.#wires.call(this.element, this.#hook, what);
  }

  /** Asks before what cannot be taken back; the answer that changes nothing has the focus. */
  #ask(name: string, text: string, label: string, onclick: () => void): void {
    const opener = document.activeElement as HTMLElement | null;
    const close = (): void => {
      this.#extra.replaceChildren();
      opener?.focus();
    };
    const cancel = act("webhook-cancel", this.#context.words.cancel, close, { class: "quiet" });
    this.#extra.replaceChildren(h("p", {}, text), h("div", { class: "row", role: "group", "aria-label": this.#hook.host }, act(name, label, onclick, { class: "reject" }), cancel));
    cancel.focus();
  }
}
