/** What the browser keeps for a reader: one name space per site; memory only where storage is forbidden. */

export class Store {
  readonly #prefix: string;
  readonly #memory = new Map<string, string>();

  constructor(site: string) {
    this.#prefix = `ghirbal:${site}:`;
  }

  get(name: string): string | null {
    try {
      return localStorage.getItem(this.#prefix + name);
    } catch {
      return this.#memory.get(name) ?? null;
    }
  }

  /** Keeps `value`; null or "" forgets it. */
  set(name: string, value: string | null): void {
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
