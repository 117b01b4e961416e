/** What a form does: counts, keeps the draft, sends, shows what the server wants changed. Part of `author.ts`. */
import { isProblem, type Answer, type Draft, type Problem } from "./api.ts";
import { button, h } from "./dom.ts";
import { MOST, type Form } from "./form.ts";
import { send } from "./send.ts";
import { blank, length, narrowest, pieces, stored, type Span } from "./text.ts";
import { wordsOf, type FormWords } from "./words/form.ts";

/** From here on the counter is read out, politely. */
const NEAR = 50;
/** Codes whose texts speak of fields and headers, to programs. */
const TECHNICAL = /^(bad|body|content|cursor|idem|identi|method|route|unknown|version-r)/;

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
    for (const field of [form.name, form.remember]) field.addEventListener("input", () => this.#remember());
    this.#greet();
    if (form.text.matches(":focus")) this.#prepare();
    this.#keep();
    this.#count();
  }

  /** Sends what is written; `nudge` is the server's leave to send it as it is. */
  async send(nudge?: string): Promise<void> {
    const { text, context, purpose } = this.#form;
    if (this.#busy || context.moved()) return;
    const long = length(text.value) > MOST;
    if (long || blank(text.value)) return this.#say(long ? this.#words.tooLong : this.#words.blank);
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

  /** A form token has to ripen: it is asked for as early as can be, and tells at once where none can be had. */
  #prepare(): void {
    const { api, session } = this.#form.context;
    session.tokens().catch(() => api.form(null, false).catch((problem) => this.#doubt(problem)));
  }

  /** A page of another origin than the site's can read an answer only to a question without tokens. */
  #doubt(problem: unknown): void {
    const { emit, mistaken } = this.#form.context;
    if (!isProblem(problem) || problem.code !== "origin-not-allowed") return;
    this.#form.notice.replaceChildren(mistaken("origin"));
    emit("error", { code: problem.code, status: problem.status });
  }

  /** Says under which name the site's own sign-in will have it. */
  #greet(): void {
    const { context, who } = this.#form;
    const name = context.named && signedName(context.token());
    if (name) who.replaceChildren(this.#words.signed.replace("#", `\u2068${name}\u2069`));
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

  #remember(): void {
    const { context, name, remember } = this.#form;
    context.store.set("name", remember.checked ? name.value.trim() : null);
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
    const trapped = trap.matches(":autofill") ? "" : trap.value;
    trap.value = "";
    return {
      text: stored(text.value),
      ...(signed && { name: signed }),
      ...(parent && { parent }),
      ...(nudge && { nudge }),
      ...(trapped && { website: trapped }),
    };
  }

  #finish(answer: Answer): void {
    const { context, draft, notice, purpose, text } = this.#form;
    context.store.set(draft, null);
    if (purpose.initial === undefined) this.#remember();
    text.value = "";
    notice.replaceChildren();
    this.#count();
    purpose.done(answer);
    context.announce(answer.message || this.#words.published);
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
    const { words, store } = this.#form.context;
    if (problem.unanswered)
      return [this.#words.unsent, store.lasting ? this.#words.kept : "", this.#again("retry", words.retry)];
    if (problem.code === "version-conflict") return [words.conflict];
    if (problem.code === "comment-refused") return this.#refused(problem);
    return [(!TECHNICAL.test(problem.code) && problem.detail) || words.broken];
  }

  /** First the words to change and a way to insist; the second time it is stored, out of sight. */
  #refused({ detail = "", spans, nudge, id }: Problem): (string | Node)[] {
    const { text } = this.#form;
    if (id) return this.#insisted(id);
    const shown = spans.length ? [detail, marked(stored(text.value), spans)] : [detail];
    return nudge ? [...shown, this.#again("anyway", this.#words.anyway, nudge)] : shown;
  }

  /** The author keeps it in sight, as what waits for the moderators is. */
  #insisted(id: string): string[] {
    const { context, name, purpose, text } = this.#form;
    const created = new Date(context.api.now()).toISOString();
    const told = { id, status: "rejected" as const, version: 1, reason: null, message: this.#words.stored };
    const counts = { replies: 0, likes: 0, staff: false, avatar: null, version: 1, placeholder: false };
    const of = { page: context.page, parent: purpose.parent ?? null, root: null, created, edited: null };
    this.#finish({ ...told, comment: { id, text: stored(text.value), name: name.value.trim(), ...of, ...counts } });
    return [this.#words.stored];
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

/** The name in a site's own token, for showing: the service checks it. "" where there is none. */
function signedName(token: string | null): string {
  try {
    const [, claims = ""] = (token ?? "").split(".");
    const bytes = Uint8Array.from(atob(claims.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)).name ?? "";
  } catch {
    return "";
  }
}
