/** The reader's token, kept, and the form token, asked for when a form is first touched. */
import type { Api, Form } from "./api.ts";
import type { Store } from "./store.ts";

/** By a clock that nobody sets. */
const now = (): number => performance.now();

/** The server takes what comes within two seconds of the form for a robot; a fast paster waits the rest out. */
const RIPE = 2_100;
/** A form token lives two hours; a new one is asked for after 100 minutes. */
const FRESH = 6_000_000;

export class Session {
  readonly #api: Api;
  readonly #store: Store;
  #form: Promise<Form> | null = null;
  #asked = 0;

  constructor(api: Api, store: Store) {
    this.#api = api;
    this.#store = store;
  }

  get reader(): string | null {
    return this.#store.get("reader");
  }

  /** Both tokens; `renew` asks again although the old ones look fresh. Throws Problem. */
  tokens(renew = false): Promise<Form> {
    const stale = now() - this.#asked > FRESH;
    if (!this.#form || renew || stale) this.#form = this.#ask();
    return this.#form;
  }

  /** Milliseconds until a post no longer looks like a robot's. */
  get unripe(): number {
    return Math.min(RIPE, Math.max(0, this.#asked + RIPE - now()));
  }

  async #ask(): Promise<Form> {
    this.#asked = now();
    try {
      const form = await this.#api.form(this.reader);
      this.#store.set("reader", form.reader);
      return form;
    } catch (problem) {
      this.#form = null;
      throw problem;
    }
  }
}
