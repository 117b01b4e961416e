/** Of several questions the one asked last: an answer to one before it comes too late to be shown. */
export class Latest {
  #asked = 0;

  /** The answer; null when another question was asked meanwhile. What went wrong with this one is then nobody's, too. */
  async of<T>(ask: () => Promise<T>): Promise<T | null> {
    const mine = ++this.#asked;
    try {
      const answer = await ask();
      return mine === this.#asked ? answer : null;
    } catch (problem) {
      if (mine === this.#asked) throw problem;
      return null;
    }
  }

  /** Nobody waits for an answer any more. */
  forget(): void {
    this.#asked += 1;
  }
}
