/** Jobs and webhooks: what runs for a long time, and whom the site tells about its comments. Loaded when it is opened. */
import { h } from "../../../widget/src/dom.ts";
import { Webhooks } from "./webhooks.ts";
import { JobList } from "./jobs.ts";
import { serviceWords, type ServiceWords } from "./service_words.ts";
import type { ConsoleContext, Session } from "../session.ts";

export class ServicePage {
  readonly element = h("main", { class: "policy service" });
  readonly #jobs: JobList;
  /** Owners' alone. */
  readonly #hooks: Webhooks | null;

  constructor(context: ConsoleContext, lang: string, session: Session, owner: boolean) {
    const words = serviceWords[lang] ?? (serviceWords["ar"] as ServiceWords);
    this.#jobs = new JobList(context, words, session, owner);
    this.#hooks = owner ? new Webhooks(context, words, session) : null;
    this.element.append(h("h2", {}, words.title), this.#jobs.element, this.#hooks?.element ?? "");
  }

  get typed(): boolean {
    return this.#hooks?.typed ?? false;
  }

  async load(): Promise<void> {
    await Promise.all([this.#jobs.load(), this.#hooks?.load()]);
  }
}
