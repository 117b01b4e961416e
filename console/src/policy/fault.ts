/** What the service can't use in a policy, said beside the field it stands in and in the editor's words. */
import { h } from "../../../widget/src/dom.ts";
import { entries } from "./document.ts";
import type { PolicyWords } from "./policy_words.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** The fields by their place in the document, and the message that stands beside the one at fault. */
export class FaultNotice {
  readonly #words: PolicyWords;
  readonly #fields: Readonly<Record<string, Field>>;
  readonly #note = h("p", { class: "bad", role: "alert", id: "policy-fault" });

  constructor(words: PolicyWords, fields: Readonly<Record<string, Field>>) {
    this.#words = words;
    this.#fields = fields;
  }

  /** Whether it is about a field; `where` is `policy.words.hold[3]`, `policy.thresholds.reject` or the like. */
  show(where: string): boolean {
    this.clear();
    const [, place = "", entry] = /^policy\.([^[]*)(?:\[(\d+)\])?/.exec(where) ?? [];
    const field = this.#fields[place];
    if (!field) return false;
    const written = entry === undefined ? undefined : entries(field.value)[Number(entry)];
    const { wrongEntry, wordRules, cutRules } = this.#words;
    const said = place.startsWith("words.") ? wordRules : cutRules;
    this.#note.replaceChildren(...(written === undefined ? [] : [wrongEntry, h("bdi", {}, written), ". "]), said);
    field.after(this.#note);
    field.ariaInvalid = "true";
    field.setAttribute("aria-describedby", this.#note.id);
    field.focus();
    return true;
  }

  clear(): void {
    this.#note.remove();
    for (const field of Object.values(this.#fields)) {
      field.ariaInvalid = null;
      field.removeAttribute("aria-describedby");
    }
  }
}
