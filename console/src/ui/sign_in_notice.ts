/** The way back in when the session has ended in the middle of work: in a window beside it, so that nothing is lost. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "./act.ts";
import type { Words } from "../words/type.ts";
import type { Session } from "../session.ts";

export class SignInNotice {
  readonly element = h("div", { class: "session", role: "alert" });
  readonly #words: Words;
  readonly #session: Session;
  #asked: Promise<void> | null = null;

  constructor(words: Words, session: Session) {
    this.#words = words;
    this.#session = session;
  }

  /** Resolves when somebody is signed in again: one sign-in for however many calls met the end of the session. */
  signIn(): Promise<void> {
    this.#asked ??= this.#ask().finally(() => {
      this.#asked = null;
      this.element.replaceChildren();
    });
    return this.#asked;
  }

  async #ask(): Promise<void> {
    if (await this.#session.refresh()) return;
    const { expired, refused, again } = this.#words;
    await new Promise<void>((done) => {
      const start = (): void => void this.#session.renew().then(done, () => said.replaceChildren(refused)); // and it can be tried again
      const said = h("p", {}, expired);
      this.element.replaceChildren(said, act("sign-in-again", again, start, { class: "main" }));
    });
  }
}
