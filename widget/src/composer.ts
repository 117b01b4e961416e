/** What a form does: counts, keeps the draft, sends, shows what the server wants changed. Part of `author.ts`. */
import { isProblem, type Answer, type Draft, type Problem } from "./api.ts";
import { button, h } from "./dom.ts";
import { MOST, type Form } from "./form.ts";
import { send } from "./send.ts";
import { length, narrowest, pieces, stored, type Span } from "./text.ts";
import { wordsOf, type FormWords } from "./words/form.ts";

/** From here on the counter is read out, politely. */
const NEAR = 50;

export class Composer {
  readonly #form: Form;
  readonly #words: FormWords;
  #busy = false;

  /** Takes over what was written before it was there. */
  constructor(form: Form) {
    this.#form = form;
    this.#words = wordsOf(form.context.lang);
    form.text.addEventListener("input", () => this.#typed());
    form.text.addEventListener("focus", () => this.#prepare());
    form.text.addEventListener("keydown", (event) => this.#key(event));
    if (form.text.matches(":focus")) this.#prepare();
    this.#keep();
    this.#count();
  }

  /** Sends what is written; `nudge` is the server's leave to send it as it is. */
  async send(nudge?: string): Promise<void> {
    const { text, context, purpose } = this.#form;
    const size = length(text.value);
    if (this.#busy) return;
    if (size < 1 || size > MOST) return this.#say(size ? this.#words.tooLong : this.#words.blank);
    this.#wait(true);
    try {
      const draft = this.#draft(nudge);
      this.#finish(await (purpose.send?.(draft) ?? send(context, purpose.slot, draft)));
    } catch (problem) {
      this.#explain(problem);
    } finally {
      this.#wait(false);
    }
  }

  /** A form token has to ripen: it is asked for as early as can be. */
  #prepare(): void {
    this.#form.context.session.tokens().catch(() => undefined);
  }

  #typed(): void {
    this.#prepare();
    this.#keep();
    this.#form.notice.replaceChildren();
    this.#count();
  }

  #keep(): void {
    const { context, draft, purpose, text } = this.#form;
    if (purpose.initial === undefined) context.store.set(draft, text.value);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#form.element.requestSubmit();
  }

  #count(): void {
    const { counter, text } = this.#form;
    const left = MOST - length(text.value);
    this.#form.count(left);
    counter.classList.toggle("over", left < 0);
    counter.ariaLive = left < NEAR ? "polite" : "off";
    text.ariaInvalid = String(left < 0);
  }

  #draft(nudge?: string): Draft {
    const { context, name, purpose, text, trap } = this.#form;
    const { parent } = purpose;
    const signed = context.named ? "" : name.value.trim();
    return {
      text: stored(text.value),
      ...(signed && { name: signed }),
      ...(parent && { parent }),
      ...(nudge && { nudge }),
      ...(trap.value && { website: trap.value }),
    };
  }

  #finish(answer: Answer): void {
    const { context, draft, name, notice, purpose, remember, text } = this.#form;
    context.store.set(draft, null);
    if (purpose.initial === undefined) context.store.set("name", remember.checked ? name.value.trim() : null);
    text.value = "";
    notice.replaceChildren();
    this.#count();
    purpose.done(answer);
  }

  #wait(busy: boolean): void {
    const { purpose, submit, text } = this.#form;
    this.#busy = busy;
    submit.setAttribute("aria-disabled", String(busy));
    text.readOnly = busy;
    submit.textContent = busy ? this.#words.posting : purpose.action;
  }

  #say(...lines: (string | Node)[]): void {
    this.#form.notice.replaceChildren(...lines.map((line) => h("div", {}, line)));
  }

  #explain(problem: unknown): void {
    if (!isProblem(problem)) throw problem;
    const { code, status } = problem;
    this.#form.context.emit("error", { code, status });
    this.#say(...this.#explained(problem));
    if (problem.spans.length) this.#form.text.focus();
  }

  #explained(problem: Problem): (string | Node)[] {
    const { words } = this.#form.context;
    if (problem.unanswered) return [this.#words.unsent, this.#again("retry", words.retry)];
    if (problem.code === "version-conflict") return [words.conflict];
    return problem.code === "comment-refused" ? this.#refused(problem) : [problem.detail || words.broken];
  }

  /** First the words to change and a way to insist; the second time it is stored, out of sight. */
  #refused({ detail = "", spans, nudge, id }: Problem): (string | Node)[] {
    const { context, draft, text } = this.#form;
    if (id) context.store.set(draft, null);
    if (id) return [this.#words.stored];
    const shown = spans.length ? [detail, marked(stored(text.value), spans)] : [detail];
    return nudge ? [...shown, this.#again("anyway", this.#words.anyway, nudge)] : shown;
  }

  #again(act: string, label: string, nudge?: string): HTMLButtonElement {
    return button(act, label, () => this.send(nudge), { class: "quiet" });
  }
}

/** A refused text with the found words marked, each where nothing narrower was found. */
function marked(text: string, spans: readonly Span[]): HTMLElement {
  const shown = pieces(text, narrowest(spans)).map((piece) => (piece.marked ? h("mark", {}, piece.text) : piece.text));
  return h("p", { class: "text", dir: "auto" }, ...shown);
}
