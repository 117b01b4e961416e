/** What every part of one widget shares. */
import type { Api } from "./api.ts";
import type { Format } from "./format.ts";
import type { Lazy } from "./lazy.ts";
import type { Own } from "./own.ts";
import type { Session } from "./session.ts";
import type { Store } from "./store.ts";
import type { Words } from "./words/type.ts";

export interface Context {
  readonly api: Api;
  readonly store: Store;
  readonly session: Session;
  readonly own: Own;
  readonly lang: string;
  readonly words: Words;
  readonly format: Format;
  /** The page's id and the address that permalinks point to. */
  readonly page: string;
  /** The style sheets of the widget. */
  readonly sheets: CSSStyleSheet[];
  readonly url: string;
  readonly readonly: boolean;
  /** Whether the site itself says who the reader is. */
  readonly named: boolean;
  /** The token with which it says so, as it is at the moment. */
  token(): string | null;
  /** Ends every listener and timer when the element leaves the page. */
  readonly signal: AbortSignal;
  /** How a file that was loaded later loads another one: the main file holds the hashes. */
  readonly lazy: Lazy;
  /** Dispatches `ghirbal:<name>` on the element. */
  emit(name: string, detail: object): void;
  /** Whether the page is another article's by now; then the widget starts afresh, for that one. */
  moved(): boolean;
  /** Tells the page's developer on its console what is wrong with it, and gives the line that says so on the page. */
  mistaken(cause: Mistake): string;
  /** Says it to screen readers. */
  announce(text: string): void;
}

/** What a developer can get wrong: the site's id, the article's address, the list of origins. */
export type Mistake = "site" | "page" | "origin";

/** The address that opens the page at a comment; a reply's names its root first. */
export function permalink(context: Context, id: string, root: string | null): string {
  return `${context.url.split("#")[0]}#ghirbal-${root ? `${root}-` : ""}${id}`;
}
