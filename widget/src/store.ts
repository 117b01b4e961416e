/**
 * What the browser keeps for a reader: one name space per site. What storage would not take (forbidden, full) stands in
 * memory, and is read from there, whatever storage still says.
 */

export class Store {
  readonly #prefix: string;
  readonly #memory = new Map<string, string>();

  constructor(site: string) {
    this.#prefix = `ghirbal:${site}:`;
  }

  get(name: string): string | null {
    const kept = this.#memory.get(name);
    if (kept !== undefined) return kept || null;
    try {
      return localStorage.getItem(this.#prefix + name);
    } catch {
      return null;
    }
  }

  /** Whether all of it outlives the page. */
  get lasting(): boolean {
    return !this.#memory.size;
  }

  /** Keeps `value`; null or "" forgets it. */
  set(name: string, value: string | null): void {
    this.#memory.delete(name);
    try {
      if (value) localStorage.setItem(this.#prefix + name, value);
      else localStorage.removeItem(this.#prefix + name);
    } catch {
      this.#memory.set(name, value ?? "");
    }
  }

  /** A value kept as JSON; `otherwise` where there is none or it was spoilt. */
  read<T>(name: string, otherwise: T): T {
    try {
      return JSON.parse(this.get(name) ?? "") as T;
    } catch {
      return otherwise;
    }
  }

  write(name: string, value: unknown): void {
    this.set(name, JSON.stringify(value));
  }
}
