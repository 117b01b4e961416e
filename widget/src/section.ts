/** The whole of one widget: heading, form, the reader's own waiting comments, the list and its states. */
import { isProblem, type Answer, type Comment, type List, type Problem, type Sort } from "./api.ts";
import { CommentView, type Host } from "./comment.ts";
import type { Context } from "./context.ts";
import { button, h } from "./dom.ts";
import { Form } from "./form.ts";
import { author, lazy } from "./lazy.ts";
import type { Mine } from "./mine.ts";

const PAGE = 20;
/** A permalink is looked for in at most this many pages of 50. */
const DEPTH = 6;
/** How often, in ms, a visible page asks whether there is more to read. */
const POLL = 60_000;

export class CommentSection implements Host {
  readonly element: HTMLElement;
  readonly #context: Context;
  #views = new Map<string, CommentView>();
  /** What was written here and no list held yet: on top of the newest, else last. */
  readonly #added = new Set<string>();
  readonly #title = h("h2", { class: "title" });
  readonly #sorts = h("div", { class: "sorts", role: "group", hidden: true });
  readonly #form = h("div");
  readonly #mine = h("ol", { class: "mine" });
  readonly #fresh = h("div", { class: "foot" });
  readonly #list = h("ol", { class: "list" });
  readonly #foot = h("div", { class: "foot" });
  #sort: Sort;
  #cursor: string | null = null;
  #count = 0;
  #broken = false;
  /** The number of the last question for comments. */
  #round = 0;

  constructor(context: Context, sort: Sort) {
    this.#context = context;
    this.#sort = sort;
    this.#sorts.ariaLabel = context.words.sort;
    this.#title.textContent = context.words.heading.other.replace(/ \(.*/, "");
    this.element = this.#layout();
    this.#watch();
  }

  /** Loads from the start; what stood there stays until the answer is there. */
  async load(): Promise<void> {
    this.#drawSorts();
    this.#fresh.replaceChildren();
    this.#cursor = null;
    if (!this.#views.size) this.#list.replaceChildren(...skeletons());
    await this.#ask(PAGE, (list) => {
      const before = this.#views;
      this.#views = new Map();
      this.#list.replaceChildren();
      this.#accept(list, before);
      this.#context.emit("ready", { count: this.#count });
    });
    await Promise.all([this.#drawMine(), this.#follow()]);
  }

  posted(answer: Answer): void {
    const { own, emit } = this.#context;
    own.keep(answer);
    if (answer.status === "published") this.#published(answer.comment);
    else void this.#author().then((mine) => mine.add(answer));
    if (answer.status !== "rejected") emit(answer.status === "held" ? "held" : "posted", { id: answer.id });
  }

  changed(answer: Answer, view: CommentView): void {
    this.#context.own.keep(answer);
    if (answer.status === "held") {
      this.removed(view);
      void this.#drawMine();
    } else view.element.replaceWith(this.#view(answer.comment).element);
  }

  /** What has replies stays as the place they hang under. */
  removed(view: CommentView): void {
    const { id, root } = view.comment;
    const branch = this.#views.get(root ?? "")?.replies;
    if (this.#views.delete(id) || branch?.find(id)) this.#tally(-1);
    if (branch?.find(id)) branch.remove(view);
    else if (view.answered) view.element.replaceWith(this.#tombstone(view).element);
    else view.element.remove();
    this.#drawFoot();
  }

  #tombstone({ comment, replies }: CommentView): CommentView {
    return this.#view({ ...comment, placeholder: true, replies: replies!.count });
  }

  #layout(): HTMLElement {
    const { words, announce } = this.#context;
    const share = async (): Promise<void> =>
      (await lazy("actions", () => import("./actions.ts"))).share(this.#context, sharer);
    const sharer = button("share", words.share, () => void share().catch(() => announce(words.broken)), {
      class: "share",
    });
    const head = h("div", { class: "head" }, this.#title, sharer);
    return h(
      "section",
      { "aria-label": words.write },
      head,
      this.#form,
      this.#mine,
      this.#sorts,
      this.#fresh,
      this.#list,
      this.#foot,
    );
  }

  #watch(): void {
    const { signal } = this.#context;
    addEventListener("online", () => void (this.#broken && this.load()), { signal });
    addEventListener("hashchange", () => void this.#follow(), { signal });
    const timer = setInterval(() => void this.#poll(), POLL);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  /** Asks for `limit` comments from the cursor on, and shows that it asks. The last question's answer counts. */
  async #ask(limit: number, take: (list: List) => void): Promise<void> {
    const round = ++this.#round;
    this.#list.ariaBusy = "true";
    this.#foot.replaceChildren();
    const answer = await this.#context.api.list(this.#sort, limit, this.#cursor).catch((problem: Problem) => problem);
    if (round !== this.#round) return;
    this.#list.ariaBusy = "false";
    this.#broken = isProblem(answer);
    if (isProblem(answer)) return this.#fail(answer);
    take(answer);
    this.#drawFoot();
  }

  #fail({ code, status }: Problem): void {
    const { words, emit, mistaken } = this.#context;
    this.#list.querySelectorAll(".skeleton").forEach((bone) => bone.remove());
    const unknown = status === 404;
    const why = navigator.onLine ? (unknown ? mistaken("site") : words.failed) : words.offline;
    const again = button("retry", words.retry, () => void (this.#cursor ? this.#more() : this.load()));
    this.#foot.replaceChildren(h("p", { role: "alert" }, why), unknown ? "" : again);
    emit("error", { code, status });
  }

  /** Adds a page of the list; what stands already is moved to its place in it. */
  #accept({ comments, cursor, count, open }: List, before = this.#views): void {
    this.#cursor = cursor;
    for (const comment of comments) {
      const view = before.get(comment.id);
      this.#added.delete(comment.id);
      this.#list.append((view?.busy ? this.#keep(view) : (this.#views.get(comment.id) ?? this.#view(comment))).element);
    }
    this.#place();
    this.#count = count.all;
    this.#tally(0);
    this.#drawForm(open);
  }

  #keep(view: CommentView): CommentView {
    this.#views.set(view.comment.id, view);
    return view;
  }

  /** Puts what no list held yet where the order wants it. */
  #place(): void {
    const own = [...this.#added].flatMap((id) => this.#views.get(id)?.element ?? []);
    if (this.#sort === "newest") this.#list.prepend(...own.reverse());
    else this.#list.append(...own);
  }

  #add(comment: Comment): CommentView {
    this.#added.add(comment.id);
    const view = this.#views.get(comment.id) ?? this.#view(comment);
    this.#place();
    return view;
  }

  #more(): Promise<void> {
    return this.#ask(PAGE, (list) => {
      const first = list.comments.find(({ id }) => !this.#views.has(id));
      this.#accept(list);
      this.#views.get(first?.id ?? "")?.element.focus({ preventScroll: true });
    });
  }

  #view(comment: Comment): CommentView {
    const view = new CommentView(this.#context, comment, this);
    return comment.root ? view : this.#keep(view);
  }

  #tally(change: number): void {
    const { format, words, emit } = this.#context;
    this.#count = Math.max(0, this.#count + change);
    this.#title.textContent = format.plural(words.heading, this.#count);
    this.element.ariaLabel = format.plural(words.count, this.#count);
    emit("count", { count: this.#count });
  }

  #drawForm(open: boolean): void {
    const { words, page, readonly } = this.#context;
    const shut = !open || readonly;
    if (shut) this.#form.replaceChildren(open ? "" : h("p", { class: "notice" }, words.closed));
    else if (!this.#form.firstElementChild?.matches("form")) this.#form.replaceChildren(this.#compose(page).element);
  }

  #compose(slot: string): Form {
    const { write: label, post: action } = this.#context.words;
    return new Form(this.#context, { slot, label, action, done: (answer) => this.posted(answer) });
  }

  #drawSorts(): void {
    const { words } = this.#context;
    const sorts = ["newest", "oldest", "liked"] as const;
    this.#sorts.replaceChildren(
      ...sorts.map((sort) =>
        button(sort, words[sort], () => this.#resort(sort), { "aria-pressed": String(sort === this.#sort) }),
      ),
    );
  }

  #resort(sort: Sort): void {
    this.#sort = sort;
    void this.load().then(() => this.#sorts.querySelector<HTMLElement>("[aria-pressed=true]")?.focus());
  }

  #drawFoot(): void {
    const { words } = this.#context;
    this.#sorts.hidden = this.#views.size < 2;
    if (this.#cursor) this.#foot.replaceChildren(button("more", words.more, () => void this.#more()));
    else this.#foot.replaceChildren(this.#views.size ? "" : h("p", { class: "empty" }, words.empty));
  }

  #published(comment: Comment): void {
    this.#tally(1);
    if (comment.root) return void this.#views.get(comment.root)?.replies?.add(comment);
    const view = this.#add(comment);
    this.#drawFoot();
    view.show();
  }

  /** The reader's own comments, as far as this browser remembers any. */
  async #drawMine(): Promise<void> {
    if (!this.#context.own.all().length) return;
    const mine = await this.#author();
    for (const comment of mine.recent) if (!this.#views.has(comment.id)) this.#add(comment);
    await mine.draw();
  }

  async #author(): Promise<Mine> {
    const { Mine } = await author(this.#context);
    return new Mine(this.#context, this.#mine, (...made) => new CommentView(this.#context, made[0], this, made[1]));
  }

  /** Goes to the comment that the address names, fetching until it is there. */
  async #follow(): Promise<void> {
    const [, first, second] = /^#ghirbal-([a-z2-7]{26})(?:-([a-z2-7]{26}))?$/.exec(location.hash) ?? [];
    if (!first) return;
    for (let round = 0; !this.#views.has(first) && this.#cursor && round < DEPTH; round++)
      await this.#ask(50, (list) => this.#accept(list));
    const root = this.#views.get(first);
    if (second) await root?.replies?.open();
    const target = second ? root?.replies?.find(second) : root;
    if (target) target.show();
    // Where not all was looked through nobody knows.
    else if (!this.#broken && !(root ? root.replies?.more : this.#cursor)) this.#tell(this.#context.words.gone);
  }

  /** Says it above the list, to eyes and ears. */
  #tell(text: string): void {
    this.#fresh.replaceChildren(h("p", { class: "notice", role: "status" }, text));
  }

  /** Tells of new comments without moving what is being read. */
  async #poll(): Promise<void> {
    const { api, format, words } = this.#context;
    if (document.hidden || this.#broken) return;
    const more = (await api.count().catch(() => 0)) - this.#count;
    if (more < 1) return;
    this.#fresh.replaceChildren(
      button("fresh", format.plural(words.fresh, more), () => this.#resort("newest"), { class: "news" }),
    );
  }
}

function skeletons(): HTMLElement[] {
  return [1, 2, 3].map(() => h("li", { class: "skeleton", "aria-hidden": "true" }, h("i"), h("i"), h("i")));
}
