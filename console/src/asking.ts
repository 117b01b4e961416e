/** Calls of a page that is loaded on demand: its notice, its way back in, and a call again with a new token. */
import { button, h } from "../../widget/src/dom.ts";
import type { Problem } from "./api.ts";
import type { House } from "./room.ts";
import type { Tools } from "./tools.ts";

export type Session = Pick<House, "refresh" | "renew">;

export class Asking {
  readonly note = h("p", { role: "alert", class: "notice" });
  readonly #tools: Tools;
  readonly #session: Session;

  constructor(tools: Tools, session: Session) {
    this.#tools = tools;
    this.#session = session;
  }

  /** Does something that may be refused; what went wrong is said in the notice. */
  async attempt(act: () => Promise<void>): Promise<void> {
    this.note.replaceChildren();
    try {
      await act();
    } catch (problem) {
      const refusal = refused(problem);
      if (refusal?.status === 401) this.#askSignIn(act);
      else this.note.replaceChildren(refusal?.detail || this.#tools.words.failed);
    }
  }

  get<T>(path: string): Promise<T> {
    return this.#again(() => this.#tools.api.ask<T>(path));
  }

  send<T>(path: string, method: string, body?: unknown): Promise<T> {
    return this.#again(() => this.#tools.api.ask<T>(path, method, body));
  }

  file(path: string): Promise<Response> {
    return this.#again(() => this.#tools.api.file(path));
  }

  async #again<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (problem) {
      if (refused(problem)?.status !== 401 || !(await this.#session.refresh())) throw problem;
      return call();
    }
  }

  /** The way back in, in a window beside the page; then what had stopped goes on. */
  #askSignIn(act: () => Promise<void>): void {
    const { expired, again } = this.#tools.words;
    const signIn = button(again, () => void this.#session.renew().then(() => this.attempt(act)), { class: "main" });
    this.note.replaceChildren(h("span", {}, expired), signIn);
  }
}

/** The API's refusal. Asked by its form: a page built by itself has a `Problem` of its own, another class. */
export function refused(problem: unknown): Problem | null {
  return problem instanceof Error && "status" in problem && "detail" in problem ? (problem as Problem) : null;
}
