/** One comment on the page: its text in a box of its own, what may be done with it, and its replies. */
import type { Answer, Comment, Problem } from "./api.ts";
import { permalink, type Context } from "./context.ts";
import type { Action, ActionContext } from "./actions.ts";
import { button, h } from "./dom.ts";
import { Form } from "./form.ts";
import { likeButton } from "./like.ts";
import { lazy } from "./lazy.ts";
import type { OwnComment } from "./own.ts";
import { Replies } from "./replies.ts";

/** The author's edits are taken for five minutes; the server has the last word. */
const EDITABLE = 300_000;

/** Where what happens to a comment is told. */
export interface Host {
  posted(answer: Answer): void;
  changed(answer: Answer, view: CommentView): void;
  removed(view: CommentView): void;
}

export class CommentView {
  readonly element: HTMLLIElement;
  readonly comment: Comment;
  readonly replies: Replies | null;
  readonly #context: Context;
  readonly #host: Host;
  readonly #own: OwnComment | undefined;
  readonly #panel = h("div", { class: "panel" });

  /** `own` is given for what only its author sees: held, refused or lost. */
  constructor(context: Context, comment: Comment, host: Host, own?: OwnComment) {
    this.#context = context;
    this.comment = comment;
    this.#host = host;
    this.#own = own;
    this.replies = comment.root || own ? null : new Replies(context, comment, host);
    this.element = this.#layout();
  }

  /** Brings it into view, and to the reader's attention. */
  show(): void {
    this.element.scrollIntoView({ block: "center" });
    this.element.classList.add("fresh");
    this.element.focus({ preventScroll: true });
  }

  #layout(): HTMLLIElement {
    const { comment } = this;
    const text = h(
      "p",
      { class: "text", dir: "auto" },
      comment.placeholder ? this.#context.words.deleted : comment.text,
    );
    return h(
      "li",
      {
        class: `comment${this.#own ? " own" : ""}${comment.placeholder ? " gone" : ""}`,
        tabindex: -1,
        "data-id": comment.id,
      },
      h("article", {}, !comment.placeholder && this.#head(), text, this.#fate(), this.#actions(), this.#panel),
      this.replies?.element ?? null,
    );
  }

  #head(): HTMLElement {
    const { words, own } = this.#context;
    const { comment } = this;
    const name = comment.name || words.guest;
    return h(
      "header",
      {},
      h("span", { class: "avatar", "aria-hidden": "true" }, picture(comment.avatar) ?? [...name][0] ?? ""),
      h("bdi", { class: "author", title: name }, name),
      comment.staff && h("span", { class: "badge staff" }, words.staff),
      !this.#own && own.has(comment.id) && h("span", { class: "badge" }, words.yours),
      this.#own?.status === "held" && h("span", { class: "badge wait" }, words.held),
      this.#own?.status === "rejected" && h("span", { class: "badge bad" }, words.rejected),
      this.#time(),
    );
  }

  #time(): HTMLElement {
    const { format, words } = this.#context;
    const { id, root, created, edited } = this.comment;
    const time = h("time", { datetime: created, title: format.date(created) }, format.ago(created));
    const when = this.#own ? time : h("a", { "data-act": "permalink", href: permalink(this.#context, id, root) }, time);
    return h("span", { class: "time" }, when, edited && ` · ${words.edited}`);
  }

  /** Why only the author sees it. */
  #fate(): HTMLElement | null {
    const { words } = this.#context;
    if (!this.#own) return null;
    const { status, message } = this.#own;
    return h(
      "p",
      { class: "fate" },
      status === "lost" ? words.lost : message || (status === "held" ? words.heldMore : ""),
    );
  }

  #actions(): HTMLElement | null {
    const { readonly } = this.#context;
    if (this.comment.placeholder) return null;
    const made = this.#own ? this.#ownActions(this.#own) : this.#publicActions();
    return readonly ? null : h("div", { class: "actions" }, ...made);
  }

  #ownActions({ status }: OwnComment): HTMLElement[] {
    const { words, own } = this.#context;
    const dismiss = (): void => {
      own.forget(this.comment.id);
      this.element.remove();
    };
    return status === "held" ? this.#authorActions() : [button("dismiss", words.dismiss, dismiss)];
  }

  #publicActions(): HTMLElement[] {
    const { words, own } = this.#context;
    const { id, root } = this.comment;
    const copy = async (): Promise<void> =>
      (await lazy("actions", () => import("./actions.ts"))).copy(
        this.#context,
        permalink(this.#context, id, root),
        link,
      );
    const link = button("link", words.link, () => this.#try(copy));
    const mine = own.has(id);
    const rest = mine ? this.#authorActions() : [this.#action("report")];
    const like = likeButton(this.#context, this.comment, mine);
    return [like, button("reply", words.reply, () => this.#openReply(), { class: "strong" }), link, ...rest];
  }

  #authorActions(): HTMLElement[] {
    const fresh = Date.now() - Date.parse(this.comment.created) < EDITABLE;
    const remove = this.#action("remove");
    return fresh ? [this.#action("edit"), remove] : [remove];
  }

  #close(): void {
    this.#panel.replaceChildren();
  }

  #open(form: Form): void {
    this.#panel.replaceChildren(form.element);
    form.focus();
  }

  #openReply(): void {
    const { words, page } = this.#context;
    const parent = this.comment.id;
    const slot = `${page}:${parent}`;
    const label = `${words.replyTo} \u2068${this.comment.name || words.guest}\u2069`;
    const done = (answer: Answer): void => {
      this.#close();
      this.#host.posted(answer);
    };
    const cancel = (): void => this.#close();
    this.#open(new Form(this.#context, { slot, label, action: words.post, parent, done, cancel }));
  }

  /** What is seldom done is loaded when it is done. */
  #action(name: Action): HTMLButtonElement {
    const { words } = this.#context;
    const act = async (): Promise<void> =>
      (await lazy("actions", () => import("./actions.ts")))[name](this.#actionContext());
    return button(name, words[name], () => this.#try(act));
  }

  #actionContext(): ActionContext {
    return {
      context: this.#context,
      comment: this.comment,
      panel: this.#panel,
      edit: (purpose) => this.#open(new Form(this.#context, purpose)),
      changed: (answer) => this.#host.changed(answer, this),
      removed: () => this.#host.removed(this),
      attempt: (act) => this.#try(act),
    };
  }

  #say(text: string): void {
    this.#panel.replaceChildren(h("p", { class: "notice", role: "status" }, text));
  }

  async #try(act: () => Promise<void>): Promise<void> {
    const { words } = this.#context;
    try {
      await act();
    } catch (problem) {
      const { code, detail } = problem as Partial<Problem>;
      this.#say(code === "version-conflict" ? words.conflict : detail || words.broken);
    }
  }
}

/** The picture that the site's own sign-in names; nobody else's. */
function picture(src: string | null): HTMLElement | null {
  return src ? h("img", { src, alt: "", loading: "lazy", referrerpolicy: "no-referrer" }) : null;
}
