/** The site's webhooks: how each fares, a code or a secret anew, and adding one. An address is written and never read back. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { RequestNotice } from "../ui/request_notice.ts";
import { WebhookForm, type Wish } from "./webhook_form.ts";
import { WebhookRow, type Webhook, type WebhookHost } from "./webhook_row.ts";
import type { ServiceWords } from "./service_words.ts";
import type { ConsoleContext, Session } from "../session.ts";

interface Answer {
  readonly webhook: Webhook;
  /** Shown this once. */
  readonly secret?: string;
}

export class Webhooks implements WebhookHost {
  readonly element = h("section");
  readonly #context: ConsoleContext;
  readonly #words: ServiceWords;
  readonly #requests: RequestNotice;
  readonly #list = h("ol", { class: "members", tabindex: -1 });
  readonly #secret = h("div", { class: "said", role: "status" });
  readonly #fields = h("fieldset", { disabled: true });
  readonly #form: WebhookForm;

  constructor(context: ConsoleContext, words: ServiceWords, session: Session) {
    this.#context = context;
    this.#words = words;
    this.#requests = new RequestNotice(context, session);
    this.#form = new WebhookForm(words, (wish) => void this.#add(wish));
    this.#fields.append(this.#list, this.#form.element);
    const dead = h("details", {}, h("summary", {}, words.dead), h("p", { class: "hint" }, words.deadMore), h("p", {}, h("code", { dir: "ltr" }, "ghirbal webhooks replay")));
    this.element.append(h("h3", {}, words.hooks), h("p", { class: "hint" }, words.hooksMore), this.#requests.note, this.#secret, this.#fields, dead);
  }

  /** Whether a secret or an address would be lost. */
  get typed(): boolean {
    return this.#secret.hasChildNodes() || this.#form.typed;
  }

  async load(): Promise<void> {
    await this.#requests.load(this.#fields, async () => {
      const { webhooks } = await this.#requests.get<{ webhooks: readonly Webhook[] }>("/webhooks");
      this.#list.replaceChildren(...(webhooks.length ? webhooks.map((hook) => this.#row(hook)) : [this.#none()]));
    });
  }

  /** One of a webhook's own routes; its row then shows what became of it, and the others stay as they are. */
  async call(row: HTMLElement, hook: Webhook, what: string, body: unknown = {}): Promise<void> {
    await this.#requests.beside(row, async () => {
      const answer = await this.#requests.send<Answer>(`/webhooks/${hook.id}/${what}`, "POST", body);
      this.#replace(row, this.#row(answer.webhook));
      this.#show(answer);
    });
  }

  async remove(row: HTMLElement, hook: Webhook): Promise<void> {
    await this.#requests.beside(row, async () => {
      await this.#requests.send(`/webhooks/${hook.id}`, "DELETE");
      this.element.querySelector("h3")?.after(this.#requests.note);
      this.#replace(row, this.#list.children.length > 1 ? null : this.#none());
    });
  }

  /** Puts the new row, or nothing, in the old one's place; a cursor that stood in it doesn't fall out of the page. */
  #replace(row: HTMLElement, fresh: HTMLElement | null): void {
    const held = row.contains(document.activeElement);
    row.replaceWith(fresh ?? "");
    if (held) (fresh?.querySelector<HTMLElement>("input, button") ?? this.#list).focus({ preventScroll: true });
  }

  #none(): HTMLElement {
    return h("li", { class: "hint" }, this.#words.noHooks);
  }

  async #add(wish: Wish): Promise<void> {
    await this.#requests.beside(this.#form.element, async () => {
      const answer = await this.#requests.send<Answer>("/webhooks", "POST", wish);
      this.#list.querySelector(":scope > .hint")?.remove();
      this.#list.append(this.#row(answer.webhook));
      this.#form.sent(wish);
      this.#show(answer);
    });
  }

  #row(hook: Webhook): HTMLElement {
    return new WebhookRow(this.#context, this.#words, this, hook).element;
  }

  /** A secret stays until somebody says that it is kept: nothing can show it again. */
  #show({ webhook: { host }, secret }: Answer): void {
    if (!secret) return;
    const { secretOf, secretMore, copy, copied, kept } = this.#words;
    const code = h("code", { dir: "ltr" }, secret);
    const copying = act("secret-copy", copy, () => void navigator.clipboard.writeText(secret).then(() => copying.replaceChildren(copied), () => getSelection()?.selectAllChildren(code)));
    const done = act("secret-kept", kept, () => this.#secret.replaceChildren(), { class: "quiet" });
    this.#secret.replaceChildren(h("p", {}, `${secretOf} `, h("bdi", {}, host)), h("p", {}, code), h("p", { class: "hint" }, secretMore), h("div", { class: "row" }, copying, done));
    this.#secret.scrollIntoView({ block: "center" });
  }
}
