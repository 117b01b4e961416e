/** A decision is a look: what has only just come before the eyes, or under the finger, nobody has decided on yet. */

/** ms that a comment stands where it is before it can be decided on: less than reading takes, more than a slip does. */
export const GLANCE = 400;

/** What decides has `data-decides`; while it cannot be meant it is `aria-disabled`, and looks it. */
const DECIDES = "[data-decides]";

export class Glance {
  readonly #place: HTMLElement;
  readonly #sizes = new ResizeObserver(() => this.moved());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turned = -Infinity;
  #resting = true;

  /** Looks after all that decides within `place`, whose cards push one another about. */
  constructor(place: HTMLElement) {
    this.#place = place;
    this.#sizes.observe(place);
  }

  /** Another comment came before the eyes without being asked for: neither key nor finger means it yet. */
  turned(): void {
    this.#turned = performance.now();
    this.moved();
  }

  /** Something moved: what is under the finger now may not be what it was put on. */
  moved(): void {
    this.#mark(false);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#mark(true), GLANCE);
  }

  /** Whether a key can be meant for the comment that is being read. */
  get key(): boolean {
    return performance.now() - this.#turned >= GLANCE;
  }

  /** Whether a press can be meant; one that comes from the keyboard has no place that could have moved. */
  meant(event: Event): boolean {
    const pointed = event instanceof MouseEvent && event.detail > 0;
    return pointed ? this.#resting : this.key;
  }

  #mark(resting: boolean): void {
    this.#resting = resting;
    for (const each of this.#place.querySelectorAll(DECIDES)) each.ariaDisabled = resting ? null : "true";
  }
}
