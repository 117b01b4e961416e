/** Where there is room beside the list: thread, article, author and history of the comment that is being read. */
import { h } from "../../../widget/src/dom.ts";

/** From here on the list and what stands around a comment have a column each. */
const WIDE = "(min-width: 75rem)";

export class Pane {
  readonly element = h("aside", { class: "pane" });
  readonly #wide = matchMedia(WIDE);

  /** `turned` hears when there is room, or no longer. */
  constructor(label: string, turned: () => void) {
    this.element.ariaLabel = label;
    this.#wide.addEventListener("change", turned);
  }

  get open(): boolean {
    return this.#wide.matches;
  }

  /** Shows it, or nothing, where there is room. */
  show(around: HTMLElement | null): void {
    if (this.open && around) this.element.replaceChildren(around);
    else this.element.replaceChildren();
  }
}
