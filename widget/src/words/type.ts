/** Everything the widget says, in one language. Plural words hold the forms that Intl.PluralRules asks for. */

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

export interface Words {
  readonly heading: Plural;
  readonly count: Plural;
  readonly replies: Plural;
  readonly fresh: Plural;
  readonly write: string;
  readonly placeholder: string;
  readonly name: string;
  readonly remember: string;
  readonly left: string;
  readonly post: string;
  readonly cancel: string;
  readonly newest: string;
  readonly oldest: string;
  readonly liked: string;
  readonly like: string;
  readonly sort: string;
  readonly more: string;
  readonly hide: string;
  readonly reply: string;
  readonly replyTo: string;
  readonly edit: string;
  readonly edited: string;
  readonly save: string;
  readonly remove: string;
  readonly report: string;
  readonly link: string;
  readonly share: string;
  readonly guest: string;
  readonly staff: string;
  readonly yours: string;
  readonly deleted: string;
  readonly closed: string;
  readonly empty: string;
  readonly offline: string;
  readonly failed: string;
  readonly broken: string;
  readonly retry: string;
  readonly conflict: string;
  readonly misplaced: string;
  readonly whole: string;
  readonly gone: string;
}
