/** The reader's own comments that the public doesn't see, with what became of them; and those it doesn't see yet. */
import { isProblem, type Answer, type Comment, type State } from "./api.ts";
import type { CommentView, OwnParts } from "./comment.ts";
import type { Context } from "./context.ts";
import { button, h } from "./dom.ts";
import type { OwnComment } from "./own.ts";
import { wordsOf, type FormWords } from "./words/form.ts";

/** A comment published less than a minute ago may not be in the list yet: caches and the index lag behind. */
const LAG = 60_000;

export class Mine {
  readonly #context: Context;
  readonly #list: HTMLElement;
  readonly #make: (comment: Comment, own: OwnParts) => CommentView;
  readonly #words: FormWords;

  /** `list` is where they stand, `make` makes one of them. */
  constructor(context: Context, list: HTMLElement, make: (comment: Comment, own: OwnParts) => CommentView) {
    this.#context = context;
    this.#list = list;
    this.#make = make;
    this.#words = wordsOf(context.lang);
  }

  /** What was published a moment ago, the list's own answer may lack it. */
  get recent(): Comment[] {
    const recent = this.#context.own.all().filter(({ status, comment }) => {
      const young = this.#context.api.now() - Date.parse(comment.created) < LAG;
      return status === "published" && young && !comment.root;
    });
    return recent.map(({ comment }) => comment);
  }

  /** Puts one on top and shows it. */
  add(answer: Answer): void {
    const view = this.#view({ ...answer });
    this.#list.prepend(view.element);
    view.show();
  }

  /** Asks what became of each; what is added meanwhile stays on top. */
  async draw(): Promise<void> {
    const before = new Set(this.#list.children);
    const waiting = this.#context.own.all().filter(({ status }) => status !== "published");
    const known = await Promise.all(waiting.map((each) => this.#refresh(each)));
    const shown = known.filter((each) => each !== null);
    this.#list.replaceChildren(
      ...[...this.#list.children].filter((item) => !before.has(item)),
      ...shown.reverse().map((each) => this.#view(each).element),
    );
  }

  #view({ id, comment, status, message }: OwnComment): CommentView {
    const { lost, held, heldMore, rejected, dismiss } = this.#words;
    const forget = (): void => {
      this.#context.own.forget(id);
      view.element.remove();
    };
    const told = status === "lost" ? lost : message || (status === "held" ? heldMore : "");
    const badges = {
      held: h("span", { class: "badge wait" }, held),
      rejected: h("span", { class: "badge bad" }, rejected),
    };
    const view = this.#make(comment, {
      badge: badges[status as keyof typeof badges] ?? null,
      fate: h("p", { class: "fate" }, told),
      dismiss: status === "held" ? null : button("dismiss", dismiss, forget),
    });
    return view;
  }

  async #refresh(each: OwnComment): Promise<OwnComment | null> {
    const { api, own, session, announce } = this.#context;
    if (each.status === "lost") return each;
    try {
      const { status, message } = session.reader
        ? await api.state(each.id, session.reader)
        : { status: "lost" as const, message: "" };
      own.update(each.id, { status, message });
      if (status === "published") announce(this.#words.published);
      return this.#visible(each, status, message);
    } catch (problem) {
      return isProblem(problem) && !problem.unanswered ? { ...each, status: "lost" } : each;
    }
  }

  #visible(each: OwnComment, status: State["status"] | "lost", message?: string | null): OwnComment | null {
    if (status === "deleted") this.#context.own.forget(each.id);
    return status === "published" || status === "deleted" ? null : { ...each, status, message };
  }
}
