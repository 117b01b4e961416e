/** One comment on the page: its text in a box of its own, what may be done with it, and its replies. */
import type { Answer, Comment, Problem } from "./api.ts";
import { permalink, type Context } from "./context.ts";
import type { Action, ActionContext } from "./actions.ts";
import { button, h } from "./dom.ts";
import { Form } from "./form.ts";
import { likeButton } from "./like.ts";
import { lazy } from "./lazy.ts";
import { lines, type Line } from "./lines.ts";
import { Replies } from "./replies.ts";

const INITIAL = /^(\p{RGI_Emoji}|.\p{M}{0,2})/v;

/** The author's edits are taken for five minutes; the server has the last word. */
const EDITABLE = 300_000;

/** Where what happens to a comment is told. */
export interface Host {
  posted(answer: Answer): void;
  changed(answer: Answer, view: CommentView): void;
  removed(view: CommentView): void;
}

/** What a comment that only its author sees has more than others, and whether it can be changed. */
export interface OwnParts {
  readonly badge: HTMLElement | null;
  readonly fate: HTMLElement;
  readonly dismiss: HTMLElement | null;
}

export class CommentView {
  readonly element: HTMLLIElement;
  readonly comment: Comment;
  readonly replies: Replies | null;
  readonly #context: Context;
  readonly #host: Host;
  readonly #own: OwnParts | undefined;
  readonly #panel = h("div", { class: "panel" });

  /** `own` is given for what only its author sees: held, refused or lost. */
  constructor(context: Context, comment: Comment, host: Host, own?: OwnParts) {
    this.#context = context;
    this.comment = comment;
    this.#host = host;
    this.#own = own;
    this.replies = comment.root || own ? null : new Replies(context, comment, host);
    this.element = this.#layout();
  }

  /** Whether replies hang under it, as far as anybody here knows. */
  get answered(): boolean {
    return !!this.replies?.count;
  }

  /** Whether something is being written in or under it. */
  get busy(): boolean {
    return !!this.element.querySelector("form");
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
      "div",
      { class: "text" },
      ...(comment.placeholder ? [this.#context.words.deleted] : lines(comment.text).map(line)),
    );
    const whole = button("whole", this.#context.words.whole, () => text.classList.add("open"), { hidden: true });
    heights.observe(text);
    return h(
      "li",
      {
        class: `comment${this.#own ? " own" : ""}${comment.placeholder ? " gone" : ""}`,
        tabindex: -1,
        "data-id": comment.id,
      },
      h(
        "article",
        {},
        !comment.placeholder && this.#head(),
        text,
        whole,
        this.#own?.fate ?? null,
        this.#actions(),
        this.#panel,
      ),
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
      h("span", { class: "avatar", "aria-hidden": "true" }, picture(comment.avatar) ?? initial(name)),
      h("bdi", { class: "author", title: name }, name),
      comment.staff && h("span", { class: "badge staff" }, words.staff),
      !this.#own && own.has(comment.id) && h("span", { class: "badge" }, words.yours),
      this.#own?.badge ?? null,
      this.#time(),
    );
  }

  #time(): HTMLElement {
    const { api, format, words } = this.#context;
    const { id, root, created, edited } = this.comment;
    const time = h("time", { datetime: created, title: format.date(created) }, format.ago(created, api.now()));
    const when = this.#own ? time : h("a", { "data-act": "permalink", href: permalink(this.#context, id, root) }, time);
    return h("span", { class: "time" }, when, edited && ` · ${words.edited}`);
  }

  #actions(): HTMLElement | null {
    const { readonly } = this.#context;
    if (this.comment.placeholder) return null;
    const made = this.#own ? [this.#own.dismiss ?? this.#authorActions()].flat() : this.#publicActions();
    return readonly ? null : h("div", { class: "actions" }, ...made);
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
    const fresh = this.#context.api.now() - Date.parse(this.comment.created) < EDITABLE;
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

/** A line of a text in its own direction; its addresses vouch for nothing. */
function line({ dir, parts }: Line): HTMLElement {
  const shown = parts.map(({ text, link }) =>
    link ? h("a", { href: text, rel: "ugc nofollow noopener noreferrer" }, text) : text,
  );
  return h("div", { dir }, ...(shown.length ? shown : [h("br")]));
}

/** Shows the button where more is written than the style leaves room for. */
const heights = new ResizeObserver((entries) => {
  for (const { target } of entries)
    (target.nextSibling as HTMLElement).hidden = target.scrollHeight <= target.clientHeight + 1;
});

/** What a name begins with: an emoji is one thing, however many characters it has. */
function initial(name: string): string {
  return INITIAL.exec(name)?.[0] ?? "";
}

/** The picture that the site's own sign-in names; nobody else's. */
function picture(src: string | null): HTMLElement | null {
  return src ? h("img", { src, alt: "", loading: "lazy", referrerpolicy: "no-referrer" }) : null;
}
