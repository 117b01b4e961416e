/** The replies under one root comment: fetched when asked for, flat, oldest first. */
import { isProblem, type Comment } from "./api.ts";
import { CommentView, type Host } from "./comment.ts";
import type { Context } from "./context.ts";
import { button, h } from "./dom.ts";

export class Replies {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #root: Comment;
  readonly #host: Host;
  readonly #list = h("ol", { class: "replies" });
  readonly #toggle: HTMLButtonElement;
  readonly #views = new Map<string, CommentView>();
  /** What was written here and no answer held yet: it stands last. */
  readonly #added = new Set<string>();
  #count: number;
  #cursor: string | null = null;
  #asked = false;

  constructor(context: Context, root: Comment, host: Host) {
    this.#context = context;
    this.#root = root;
    this.#host = host;
    this.#count = root.replies;
    this.#toggle = button("replies", "", () => this.#flip(), { class: "toggle" });
    this.element = h("div", { class: "branch" }, this.#toggle, this.#list);
    this.#open(false);
  }

  /** Adds what was just posted and opens the branch on it. */
  async add(comment: Comment): Promise<void> {
    this.#count++;
    await this.open();
    this.#added.add(comment.id);
    this.#put(comment);
    this.#views.get(comment.id)?.show();
  }

  remove(view: CommentView): void {
    this.#count--;
    this.#views.delete(view.comment.id);
    this.#added.delete(view.comment.id);
    view.element.remove();
    this.#label();
  }

  /** Whether there are more than were asked for. */
  get more(): boolean {
    return !this.#asked || !!this.#cursor;
  }

  get count(): number {
    return this.#count;
  }

  find(id: string): CommentView | undefined {
    return this.#views.get(id);
  }

  /** Fetches on first use; a failure leaves the button to try again. */
  async open(): Promise<void> {
    this.#open(true);
    if (!this.#asked || this.#cursor) await this.#more().catch((problem) => this.#failed(problem));
  }

  async #more(): Promise<void> {
    this.#list.ariaBusy = "true";
    const { comments, cursor } = await this.#context.api.replies(this.#root.id, this.#cursor);
    this.#asked = true;
    this.#cursor = cursor;
    for (const comment of comments) {
      this.#added.delete(comment.id);
      this.#put(comment);
    }
    this.#added.forEach((id) => this.#list.append(this.#views.get(id)!.element));
    this.#label();
  }

  #failed(problem: unknown): void {
    if (!isProblem(problem)) throw problem;
    this.#open(false);
    this.#context.announce(this.#context.words.broken);
  }

  /** Puts it last; one that stands already is moved there. */
  #put(comment: Comment): void {
    const view = this.#views.get(comment.id) ?? new CommentView(this.#context, comment, this.#host);
    this.#views.set(comment.id, view);
    this.#list.append(view.element);
  }

  #flip(): void {
    if (this.#list.hidden || this.#cursor) void this.open();
    else this.#open(false);
  }

  #open(open: boolean): void {
    this.#list.hidden = !open;
    this.#label();
  }

  #label(): void {
    const { format, words } = this.#context;
    const shut = this.#list.hidden || this.#cursor;
    this.#list.ariaBusy = null;
    this.#toggle.hidden = this.#count < 1;
    this.#toggle.ariaExpanded = String(!this.#list.hidden);
    this.#toggle.textContent = shut ? format.plural(words.replies, this.#count) : words.hide;
  }
}
