/** The reader's own comments on this page, as this browser remembers them. */
import type { Answer, Comment, State } from "./api.ts";
import type { Store } from "./store.ts";

/** How many are remembered for a page; the oldest are forgotten first. */
const KEPT = 30;

export interface OwnComment {
  readonly id: string;
  readonly comment: Comment;
  readonly status: State["status"] | "lost";
  readonly message?: string | null | undefined;
}

export class Own {
  readonly #store: Store;
  readonly #slot: string;

  constructor(store: Store, page: string) {
    this.#store = store;
    this.#slot = `own:${page}`;
  }

  all(): readonly OwnComment[] {
    return this.#store.read<OwnComment[]>(this.#slot, []);
  }

  has(id: string): boolean {
    return this.all().some((own) => own.id === id);
  }

  keep({ id, status, comment, message }: Answer): void {
    this.#save([...this.#others(id), { id, status, comment, message }]);
  }

  /** What the server says became of it. */
  update(id: string, change: Pick<OwnComment, "status" | "message">): void {
    this.#save(this.all().map((own) => (own.id === id ? { ...own, ...change } : own)));
  }

  forget(id: string): void {
    this.#save(this.#others(id));
  }

  #others(id: string): OwnComment[] {
    return this.all().filter((own) => own.id !== id);
  }

  #save(own: readonly OwnComment[]): void {
    this.#store.write(this.#slot, own.slice(-KEPT));
  }
}
