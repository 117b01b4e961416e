/** What is done about the one who wrote a comment: trust given or taken, and the way to a ban. */
import { h } from "../../widget/src/dom.ts";
import { act } from "./act.ts";
import { Asking, type Session } from "./asking.ts";
import { file } from "./files.ts";
import type { Tools } from "./tools.ts";

/** The comment by which its author is named: nobody sees who they are. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export class ReaderActs {
  readonly element = h("div", { class: "acts" });
  readonly #tools: Tools;
  readonly #session: Session;
  readonly #asking: Asking;
  readonly #comment: Named;
  readonly #trust = act("trust", "", () => void this.#turn());
  readonly #place = h("div");
  #trusted = false;

  constructor(tools: Tools, session: Session, comment: Named) {
    this.#tools = tools;
    this.#session = session;
    this.#asking = new Asking(tools, session);
    this.#comment = comment;
    const ban = act("ban-open", tools.words.ban, () => void this.#open(), { class: "reject" });
    this.element.append(h("div", { class: "row" }, this.#trust, ban), this.#place);
  }

  /** Shows what can be done now, whatever is being written in the form below. */
  show(trusted: boolean): void {
    const { trust, distrust } = this.#tools.words;
    this.#trusted = trusted;
    this.#trust.textContent = trusted ? distrust : trust;
  }

  async #turn(): Promise<void> {
    await this.#asking.beside(this.element, async () => {
      const wish = { comment: this.#comment.id, trusted: !this.#trusted };
      const { trusted } = await this.#asking.send<{ trusted: boolean }>("/readers/trust", "POST", wish);
      this.show(trusted);
      const { nowTrusted, trustedNoMore } = this.#tools.words;
      this.#asking.say(trusted ? nowTrusted : trustedNoMore);
    });
  }

  /** The form comes with the file of the sheet of bans. */
  async #open(): Promise<void> {
    await this.#asking.beside(this.element, async () => {
      const { banForm } = await file<typeof import("./bans.ts")>("bans");
      const close = (): void => this.#place.replaceChildren();
      this.#place.replaceChildren(banForm(this.#tools, this.#session, this.#comment, close));
      this.#place.querySelector("select")?.focus();
    });
  }
}
