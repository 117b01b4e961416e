/** Calls of a page that is loaded on demand: its notice, its way back in, and a call again with a new token. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "./act.ts";
import type { Problem } from "../api.ts";
import type { ConsoleContext, Session } from "../session.ts";

export class RequestNotice {
  readonly note = h("p", { role: "alert", class: "notice" });
  readonly #context: ConsoleContext;
  readonly #session: Session;
  #busy = false;

  constructor(context: ConsoleContext, session: Session) {
    this.#context = context;
    this.#session = session;
  }

  /**
   * Fetches what the fields of `place` show. Until it is there they take neither key nor click: what was typed would be
   * overwritten, and an empty form could be saved over the real thing. A failure says so and offers to try again.
   */
  async load(place: HTMLFieldSetElement, fetch: () => Promise<void>): Promise<void> {
    place.disabled = true;
    await this.attempt(() => this.#fill(place, fetch), this.#context.words.retry);
  }

  /** Does something that may be refused; what went wrong is said in the notice, with a button `again` where given. */
  async attempt(call: () => Promise<void>, again = ""): Promise<void> {
    this.say("");
    try {
      await call();
    } catch (problem) {
      const refusal = refused(problem);
      if (refusal?.status === 401) this.#askSignIn(call, again);
      else this.#tell(refusal?.detail || this.#context.words.failed, call, again);
    }
  }

  /** As `attempt`, but not while another is on its way: a second press is the same wish. */
  async alone(call: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    await this.attempt(call);
    this.#busy = false;
  }

  /** One act of a row or form at a time, a refusal said in it: on a phone the page's head is far from the hand. */
  async beside(place: HTMLElement, call: () => Promise<void>): Promise<void> {
    if (place.ariaBusy === "true") return;
    place.ariaBusy = "true";
    place.append(this.note);
    await this.attempt(call);
    place.ariaBusy = "false";
    if (this.note.hasChildNodes()) this.note.scrollIntoView({ block: "nearest" });
  }

  say(text: string): void {
    this.note.replaceChildren(...(text ? [text] : []));
  }

  get<T>(path: string): Promise<T> {
    return this.#again(() => this.#context.api.ask<T>(path));
  }

  send<T>(path: string, method: string, body?: unknown): Promise<T> {
    return this.#again(() => this.#context.api.ask<T>(path, method, body));
  }

  file(path: string): Promise<Response> {
    return this.#again(() => this.#context.api.file(path));
  }

  async #again<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (problem) {
      if (refused(problem)?.status !== 401 || !(await this.#session.refresh())) throw problem;
      return call();
    }
  }

  async #fill(place: HTMLFieldSetElement, fetch: () => Promise<void>): Promise<void> {
    const loading = h("p", { class: "hint", role: "status" }, this.#context.words.loading);
    place.prepend(loading);
    place.ariaBusy = "true";
    try {
      await fetch();
      place.disabled = false;
    } finally {
      loading.remove();
      place.ariaBusy = "false";
    }
  }

  #tell(text: string, call: () => Promise<void>, again: string): void {
    this.note.replaceChildren(h("span", {}, text), ...(again ? [act("try-again", again, () => void this.attempt(call, again))] : []));
  }

  /** The way back in, in a window beside the page; then what had stopped goes on. A sign-in that fails can be tried again. */
  #askSignIn(call: () => Promise<void>, again: string): void {
    const { words } = this.#context;
    const said = h("span", {}, words.expired);
    const goOn = (): void => void this.#session.renew().then(() => this.attempt(call, again), () => said.replaceChildren(words.refused));
    this.note.replaceChildren(said, act("sign-in-again", words.again, goOn, { class: "main" }));
  }
}

/** The API's refusal. Asked by its form: a page built by itself has a `Problem` of its own, another class. */
export function refused(problem: unknown): Problem | null {
  return problem instanceof Error && "status" in problem && "detail" in problem ? (problem as Problem) : null;
}
