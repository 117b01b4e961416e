/** Numbers, plurals and times in the widget's language and digits. */
import type { Plural } from "./words/type.ts";

export type Digits = "latn" | "arab";

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export class Format {
  readonly #rules: Intl.PluralRules;
  readonly #numbers: Intl.NumberFormat;
  readonly #relative: Intl.RelativeTimeFormat;
  readonly #absolute: Intl.DateTimeFormat;

  constructor(lang: string, digits: Digits) {
    const locale = `${lang}-u-nu-${digits}`;
    this.#rules = new Intl.PluralRules(lang);
    this.#numbers = new Intl.NumberFormat(locale, { useGrouping: false });
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    this.#absolute = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  }

  number(value: number): string {
    return this.#numbers.format(value);
  }

  /** The form of `plural` that fits `count`, with its number. */
  plural(plural: Plural, count: number): string {
    return (plural[this.#rules.select(count)] ?? plural.other).replace("#", this.number(count));
  }

  /** "قبل 3 دقائق"; below a minute "الآن". `iso` is the API's time. */
  ago(iso: string, now = Date.now()): string {
    const seconds = Math.min(0, Math.round((Date.parse(iso) - now) / 1000));
    const [unit, size] = STEPS.find(([, step]) => -seconds >= step) ?? ["second", Infinity];
    return this.#relative.format(Math.trunc(seconds / size) + 0, unit);
  }

  date(iso: string): string {
    return this.#absolute.format(new Date(iso));
  }
}
