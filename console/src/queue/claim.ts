/** Tells colleagues that a comment is being read, and shows when one of them reads it; neither keeps anybody from deciding. */
import { h } from "../../../widget/src/dom.ts";
import { Problem, type Item } from "../api.ts";
import type { ConsoleContext } from "../session.ts";

/** A claim lasts two minutes; whoever reads on claims again in time. */
const AGAIN = 100_000;

export class Claim {
  readonly element = h("span", { class: "tag claimed" });
  readonly #context: ConsoleContext;
  readonly #id: string;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Claims and releases go out one after the other: the one that was asked for last has to stand. */
  #sent: Promise<unknown> = Promise.resolve();

  constructor(context: ConsoleContext, { id, claim }: Pick<Item, "id" | "claim">) {
    this.#context = context;
    this.#id = id;
    this.#show(claim);
  }

  /** Claims it now and again, until it rests or is let go. */
  hold(): void {
    const claim = (): void => {
      this.#sent = this.#sent.then(() => this.#context.api.claim(this.#id)).then(({ claim }) => this.#show(claim), (problem) => this.#taken(problem));
    };
    this.rest();
    claim();
    this.#timer = setInterval(claim, AGAIN);
  }

  /** Claims no more; a decision has ended the claim by itself. */
  rest(): void {
    clearInterval(this.#timer);
  }

  letGo(): void {
    this.rest();
    this.#sent = this.#sent.then(() => this.#context.api.release(this.#id)).catch(() => undefined);
  }

  #taken(problem: unknown): void {
    if (problem instanceof Problem && problem.code === "claimed") this.#show({ by: problem.by });
  }

  #show(claim: { by: string } | null): void {
    const { words, me } = this.#context;
    const other = claim && claim.by !== me;
    this.element.hidden = !other;
    this.element.replaceChildren(...(other ? [`${words.readBy} `, h("bdi", {}, claim.by)] : []));
  }
}
