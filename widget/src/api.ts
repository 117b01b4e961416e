/** The HTTP API as the widget uses it: typed answers, one kind of error, a time-out on every call. */
import type { components } from "../../docs/openapi.d.ts";
import type { Span } from "./text.ts";

/** 15 s: twice the server's own longest answer, and what a bad mobile line still makes. */
const TIMEOUT = 15_000;

/** What the API's own document says of an answer or a body: `docs/openapi.json`, as types. */
type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type Comment = Schema<"PublicComment">;
export type List = Schema<"CommentList">;
export type Replies = Schema<"ReplyList">;
export type Answer = Schema<"Posted">;
export type State = Schema<"OwnStatus">;
export type Form = Schema<"FormTokens">;
export type Draft = Omit<Schema<"PostBody">, "url" | "title" | "email">;
export type Reason = NonNullable<Schema<"ReportBody">["reason"]>;
export type Sort = "newest" | "oldest" | "liked";

/** The server's refusal (RFC 9457), or `status` 0 when no answer came. */
export class Problem extends Error {
  declare readonly status: number;
  /** "" where the answer was no problem document. */
  readonly code: string = "";
  declare readonly title?: string;
  declare readonly detail?: string;
  declare readonly nudge?: string;
  /** With the code "proof-required": what has to be solved, and how hard it is. */
  declare readonly challenge?: string;
  declare readonly bits?: number;
  /** Of a comment that was refused and stored: a moderator can overturn it. */
  declare readonly id?: string;
  readonly spans: readonly Span[] = [];

  constructor(status: number, document?: object) {
    super();
    Object.assign(this, document, { status });
  }

  /** Whether the request may or may not have arrived: the same again is safe and worth it. */
  get unanswered(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** Whether the form token has run out: a new one and the same key bring it through. */
  get formSpent(): boolean {
    return FORM_SPENT.test(this.code);
  }
}

/** Whether it is a `Problem`; each file has a class of that name of its own, so `instanceof` would not tell. */
export function isProblem(error: unknown): error is Problem {
  return error instanceof Error && "status" in error;
}

/** Codes that asking for new tokens cures. */
const FORM_SPENT = /^(form|reader)-/;

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export class Api {
  readonly #base: string;
  readonly #page: string;
  readonly #url: string;
  readonly #lang: string;
  readonly #sso: () => string | null;
  /** By how many ms the service's clock is ahead of this device's. */
  #ahead = 0;

  /**
   * `base` ends before `/v1`; `url` is the article's address, of which the server makes `page` again; `sso` gives the
   * site's own token for its signed-in reader, as it is at the moment.
   */
  constructor(base: string, site: string, page: string, url: string, lang: string, sso: () => string | null) {
    this.#base = `${base.replace(/\/+$/, "")}/v1/sites/${encodeURIComponent(site)}`;
    this.#page = page;
    this.#url = url;
    this.#lang = lang;
    this.#sso = sso;
  }

  /** What time it is at the service, in ms: nobody knows what this device's clock says. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** `signed` says who asks; without it any page may read the answer, also one that may not write. */
  form(reader: string | null, signed = true): Promise<Form> {
    return this.#call(`/form?page=${this.#page}`, { headers: signed ? this.#sign(reader) : {} });
  }

  list(sort: Sort, limit: number, cursor: string | null): Promise<List> {
    return this.#call(`${this.#comments()}?sort=${sort}&limit=${limit}${page(cursor)}`);
  }

  replies(id: string, cursor: string | null): Promise<Replies> {
    return this.#call(`${this.#comments(id)}/replies?limit=50${page(cursor)}`);
  }

  async count(): Promise<number> {
    const { counts } = await this.#call<Schema<"Counts">>(`/counts?pages=${this.#page}`);
    return counts[this.#page] ?? 0;
  }

  state(id: string, reader: string): Promise<State> {
    return this.#call(`${this.#comments(id)}/status`, { headers: this.#sign(reader) });
  }

  post(draft: Draft, tokens: Form, key: string): Promise<Answer> {
    const body = { ...draft, url: this.#url, title: [...document.title].slice(0, 200).join("") };
    return this.act("POST", "", tokens, body, { "Idempotency-Key": key });
  }

  /** Does something to a comment, `path` being its id and what follows; to the page's comments where that is "". */
  act<T>(method: string, path: string, tokens: Form, body?: object, headers?: Call["headers"]): Promise<T> {
    return this.#call(this.#comments(path), {
      method,
      body,
      headers: { ...this.#sign(tokens.reader, tokens.form), ...headers },
    });
  }

  /** A shared cache says how many seconds ago its copy was dated. */
  #hear(headers: Headers): void {
    const date = Date.parse(headers.get("Date") ?? "");
    if (date) this.#ahead = date + 1_000 * Number(headers.get("Age")) - Date.now();
  }

  /** Who is calling. */
  #sign(reader: string | null, form?: string): Record<string, string> {
    const sso = this.#sso();
    return {
      ...(reader && { "Ghirbal-Reader": reader }),
      ...(form && { "Ghirbal-Form": form }),
      ...(sso && { "Ghirbal-SSO": sso }),
    };
  }

  #comments(id = ""): string {
    return `/pages/${this.#page}/comments${id && `/${id}`}`;
  }

  async #call<T>(path: string, { method = "GET", headers = {}, body }: Call = {}): Promise<T> {
    const typed = body === undefined ? {} : { "Content-Type": "application/json" };
    const request: RequestInit = {
      method,
      headers: { "Accept-Language": this.#lang, ...typed, ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "omit",
      // Shared caches may hold a list for seconds; a reader's own browser asks again (304 where nothing is new).
      cache: "no-cache",
      signal: AbortSignal.timeout(TIMEOUT),
    };
    const response = await fetch(this.#base + path, request).catch(() => null);
    if (response) this.#hear(response.headers);
    const answer = await response?.json().catch(() => undefined);
    if (!response?.ok || answer === undefined) throw new Problem(response?.ok ? 0 : (response?.status ?? 0), answer);
    return answer;
  }
}

function page(cursor: string | null): string {
  return cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
}
