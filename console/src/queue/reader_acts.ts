/** What is done about the one who wrote a comment: trust given or taken, and the way to a ban. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { RequestNotice } from "../ui/request_notice.ts";
import { file } from "../ui/files.ts";
import type { ConsoleContext, Named, Session } from "../session.ts";

export class ReaderActs {
  readonly element = h("div", { class: "acts" });
  readonly #context: ConsoleContext;
  readonly #session: Session;
  readonly #requests: RequestNotice;
  readonly #comment: Named;
  readonly #trust = act("trust", "", () => void this.#turn());
  readonly #place = h("div");
  #trusted = false;

  constructor(context: ConsoleContext, session: Session, comment: Named) {
    this.#context = context;
    this.#session = session;
    this.#requests = new RequestNotice(context, session);
    this.#comment = comment;
    const ban = act("ban-open", context.words.ban, () => void this.#open(), { class: "reject" });
    this.element.append(h("div", { class: "row" }, this.#trust, ban), this.#place);
  }

  /** Shows what can be done now, whatever is being written in the form below. */
  show(trusted: boolean): void {
    const { trust, distrust } = this.#context.words;
    this.#trusted = trusted;
    this.#trust.textContent = trusted ? distrust : trust;
  }

  async #turn(): Promise<void> {
    await this.#requests.beside(this.element, async () => {
      const wish = { comment: this.#comment.id, trusted: !this.#trusted };
      const { trusted } = await this.#requests.send<{ trusted: boolean }>("/readers/trust", "POST", wish);
      this.show(trusted);
      const { nowTrusted, trustedNoMore } = this.#context.words;
      this.#requests.say(trusted ? nowTrusted : trustedNoMore);
    });
  }

  /** The form comes with the file of the sheet of bans. */
  async #open(): Promise<void> {
    await this.#requests.beside(this.element, async () => {
      const { banForm } = await file<typeof import("../bans/bans_page.ts")>("bans");
      const close = (): void => this.#place.replaceChildren();
      this.#place.replaceChildren(banForm(this.#context, this.#session, this.#comment, close));
      this.#place.querySelector("select")?.focus();
    });
  }
}
