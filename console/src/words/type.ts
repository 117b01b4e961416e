/** Everything the console says, in one language. */
import type { Plural } from "../../../widget/src/words/type.ts";

export type Decision = "approve" | "reject" | "spam" | "delete" | "hold";

export interface Words {
  readonly title: string;
  readonly pending: Plural;
  readonly signIn: string;
  readonly signInMore: string;
  readonly signOut: string;
  readonly expired: string;
  readonly again: string;
  readonly language: string;
  readonly site: string;
  readonly order: string;
  readonly orders: Readonly<Record<"riskiest" | "oldest" | "newest", string>>;
  readonly refresh: string;
  readonly help: string;
  readonly close: string;
  readonly keys: readonly (readonly [string, string])[];
  readonly actions: Readonly<Record<Decision, string>>;
  readonly done: Readonly<Record<Decision, string>>;
  readonly states: Readonly<Record<string, string>>;
  readonly undo: string;
  readonly because: string;
  readonly noReason: string;
  readonly reasons: Readonly<Record<string, string>>;
  readonly holds: Readonly<Record<string, string>>;
  readonly why: string;
  readonly score: string;
  readonly history: string;
  readonly article: string;
  readonly onlyArticle: string;
  readonly allArticles: string;
  readonly closeArticle: string;
  readonly openArticle: string;
  readonly by: Readonly<Record<string, string>>;
  readonly guest: string;
  readonly reply: string;
  readonly waiting: string;
  readonly reports: Plural;
  readonly loading: string;
  readonly empty: string;
  readonly emptyMore: string;
  readonly failed: string;
  readonly offline: string;
  readonly retry: string;
  readonly more: string;
  readonly conflict: string;
  readonly show: string;
  readonly notSaved: string;
  readonly somebody: string;
  readonly noConfig: string;
  readonly forbidden: string;
}
