/** Jobs and webhooks: what runs for a long time, and whom the site tells about its comments. Loaded when it is opened. */
import { h } from "../../widget/src/dom.ts";
import type { Session } from "./asking.ts";
import { Hooks } from "./hooks.ts";
import { JobList } from "./jobs.ts";
import { serviceWords, type ServiceWords } from "./service_words.ts";
import type { Tools } from "./tools.ts";

export class ServicePage {
  readonly element = h("main", { class: "policy service" });
  readonly #jobs: JobList;
  /** Owners' alone. */
  readonly #hooks: Hooks | null;

  constructor(tools: Tools, lang: string, session: Session, owner: boolean) {
    const words = serviceWords[lang] ?? (serviceWords["ar"] as ServiceWords);
    this.#jobs = new JobList(tools, words, session, owner);
    this.#hooks = owner ? new Hooks(tools, words, session) : null;
    this.element.append(h("h2", {}, words.title), this.#jobs.element, this.#hooks?.element ?? "");
  }

  get typed(): boolean {
    return this.#hooks?.typed ?? false;
  }

  async load(): Promise<void> {
    await Promise.all([this.#jobs.load(), this.#hooks?.load()]);
  }
}
