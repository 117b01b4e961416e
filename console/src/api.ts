/** The moderation API as the console uses it. */
import type { Decision } from "./words/type.ts";

const TIMEOUT = 15_000;
/** ms a token must still last when a call begins: the call's own time, and as much for the way and for slow clocks. */
export const MARGIN = 2 * TIMEOUT;

export const ORDERS = ["riskiest", "oldest", "newest"] as const;
export type Order = (typeof ORDERS)[number];

/** What waits, and what became of the rest; `all` is what one reader wrote, whatever became of it. */
export const LISTS = ["waiting", "insisted", "published", "rejected", "spam", "deleted", "all"] as const;
export type List = (typeof LISTS)[number];

/** Which comments are wanted, in which order; what is empty leaves none out. */
export interface Wanted {
  readonly list: List;
  readonly order: Order;
  readonly page: string | null;
  /** A comment whose author is meant. */
  readonly author: string | null;
  readonly reason: string;
  readonly text: string;
  /** Days of this machine's calendar, both included, `YYYY-MM-DD`; the queue has none. */
  readonly from: string;
  readonly until: string;
}

export interface Sign {
  readonly name: string;
  readonly score: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly matched: string | null;
}

export interface Item {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly text: string;
  readonly name: string;
  readonly page: string;
  readonly parent: string | null;
  readonly created: string;
  readonly held_since: string | null;
  readonly risk: number | null;
  readonly score: number | null;
  readonly reason: string | null;
  readonly symbols: readonly Sign[];
  readonly reports: number;
  /** A moderator by name, or what else it was: pipeline, author, system. */
  readonly decided_by: string;
  readonly claim: { readonly by: string; readonly until: string } | null;
}

/** A comment beside the one that is looked at. */
export interface Brief {
  readonly id: string;
  readonly status: string;
  readonly text: string;
  readonly name: string;
  readonly created: string;
  readonly staff: boolean;
}

export interface Note {
  readonly by: string;
  readonly text: string;
  readonly at: string;
}

export interface Author {
  readonly known: boolean;
  readonly trusted: boolean;
  readonly approved: number;
  readonly rejected: number;
  readonly comments: readonly Brief[];
}

export interface LogRow {
  readonly version: number;
  readonly status: string;
  readonly to: string;
  readonly by: string;
  readonly by_kind: string;
  readonly cause: string;
  readonly reason: string;
  readonly at: string;
}

export interface Detail extends Item {
  readonly explanations: readonly { readonly symbol: string; readonly text: string }[];
  readonly log: readonly LogRow[];
  readonly url: string | null;
  readonly title: string | null;
  readonly thread: readonly Brief[];
  readonly author: Author;
  readonly duplicates: readonly Brief[];
  readonly notes: readonly Note[];
}

/** One decision of a bulk, and what became of it. */
export interface Wish {
  readonly id: string;
  readonly action: Decision;
  readonly version: number;
  readonly reason?: string;
}

export interface Result {
  readonly id: string;
  readonly status: number;
  readonly comment: Item | null;
  readonly problem: Readonly<Record<string, unknown>> | null;
}

export interface Queue {
  readonly comments: readonly Item[];
  readonly cursor: string | null;
  readonly pending: number;
}

/** How many wait, and a mark that changes with every change of what does. */
export interface Stamp {
  readonly pending: number;
  readonly mark: string;
}

export interface Page {
  readonly open: boolean;
}

/** The server's refusal, or `status` 0 when no answer came. A conflict says who decided what, and when. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly state: string;
  readonly decidedBy: string;
  readonly at: string;
  /** Who reads a claimed comment. */
  readonly by: string;
  /** The place in a policy document that can't be used. */
  readonly where: string;

  constructor(status: number, body: Readonly<Record<string, unknown>> = {}) {
    super(String(body["code"] ?? `status ${status}`));
    const text = (name: string): string => (typeof body[name] === "string" ? (body[name] as string) : "");
    this.status = status;
    this.code = text("code");
    this.detail = text("detail") || text("title");
    this.state = text("state");
    this.decidedBy = text("decided_by");
    this.at = text("at");
    this.by = text("by");
    this.where = text("where");
  }
}

export interface Bearer {
  readonly token: string | null;
  /** Whether the token has run out, or will within so many ms. */
  over(within?: number): boolean;
  /** A new token without asking anybody; false when there is none to be had. */
  refresh(): Promise<boolean>;
}

/** The comment that a link to it names, or its bare id. */
export function commentOf(text: string): string | null {
  return /(?:^|#ghirbal-)([a-z2-7]{26})$/.exec(text)?.[1] ?? null;
}

/** The route that has what is wanted, and what it is asked. A list of what has been decided on has no order of risk. */
export function asked(wanted: Wanted, cursor: string | null): { path: "queue" | "comments"; query: URLSearchParams } {
  const { list, order, page, author, reason, text, from, until } = wanted;
  const waits = list === "waiting";
  const span = waits ? {} : { from: from && dayBegins(from), until: until && dayBegins(until, 1) };
  const known = { order: waits || order !== "riskiest" ? order : "newest", page, author, reason, text, cursor, ...span };
  const named = waits || list === "all" ? {} : { list };
  const query = new URLSearchParams({ limit: "25", ...named });
  for (const [name, value] of Object.entries(known)) if (value) query.set(name, value);
  return { path: waits ? "queue" : "comments", query };
}

/** When a day of this machine's calendar begins, or so many days later, as the service takes it. */
function dayBegins(day: string, later = 0): string {
  const begins = new Date(`${day}T00:00`);
  begins.setDate(begins.getDate() + later);
  return begins.toISOString().replace(/\.\d+/, "");
}

export class Api {
  readonly #base: string;
  readonly #bearer: Bearer;
  readonly #lang: () => string;
  site: string;

  constructor(base: string, site: string, bearer: Bearer, lang: () => string) {
    this.#base = new URL(base || "/", document.baseURI).href.replace(/\/+$/, "");
    this.site = site;
    this.#bearer = bearer;
    this.#lang = lang;
  }

  /** One page of what is wanted, and how many wait. */
  async queue(wanted: Wanted, cursor: string | null): Promise<Queue> {
    const id = commentOf(wanted.text);
    if (id) return this.#alone(id);
    const { path, query } = asked(wanted, cursor);
    if (path === "queue") return this.#call(`/${path}?${query}`);
    const [found, { pending }] = await Promise.all([this.#call<Omit<Queue, "pending">>(`/${path}?${query}`), this.changes("")]);
    return { ...found, pending };
  }

  /** One comment as a list of its own; an empty list when there is none of that name. */
  async #alone(id: string): Promise<Queue> {
    const none = (problem: unknown): [] => {
      if (problem instanceof Problem && problem.status === 404) return [];
      throw problem;
    };
    const one = this.one(id).then((found) => [found], none);
    const [comments, { pending }] = await Promise.all([one, this.changes("")]);
    return { comments, cursor: null, pending };
  }

  /** How many comments readers insisted on and nobody has looked at: of the newest, no more than are asked for. */
  async insisted(most = 50): Promise<number> {
    return (await this.#call<{ comments: readonly Item[] }>(`/comments?list=insisted&limit=${most}`)).comments.length;
  }

  /** Whether the queue has changed since that mark: a `Problem` of status 304 where it has not. */
  changes(mark: string): Promise<Stamp> {
    return this.#call("/changes", "GET", undefined, mark ? { "If-None-Match": `"${mark}"` } : {});
  }

  one(id: string): Promise<Detail> {
    return this.#call(`/comments/${id}`);
  }

  async decide(id: string, action: Decision, version: number, reason: string): Promise<Item> {
    const [path, body] = action === "restore" ? ["restore", { version }] : ["decisions", { action, version, ...(reason && { reason }) }];
    return (await this.#call<{ comment: Item }>(`/comments/${id}/${path}`, "POST", body)).comment;
  }

  /** Takes one's own decision of the last minute back. */
  async undo(id: string, version: number): Promise<Item> {
    return (await this.#call<{ comment: Item }>(`/comments/${id}/undo`, "POST", { version })).comment;
  }

  async bulk(decisions: readonly Wish[]): Promise<readonly Result[]> {
    return (await this.#call<{ results: Result[] }>("/decisions", "POST", { decisions })).results;
  }

  /** Tells colleagues for two minutes that it is being read. */
  async claim(id: string): Promise<Item> {
    return (await this.#call<{ comment: Item }>(`/comments/${id}/claim`, "PUT", {})).comment;
  }

  release(id: string): Promise<unknown> {
    return this.#call(`/comments/${id}/claim`, "DELETE");
  }

  note(id: string, text: string): Promise<Note> {
    return this.#call(`/comments/${id}/notes`, "POST", { text });
  }

  /** Answers as staff; the same key makes the answer once, however often it is sent. */
  answer(page: string, parent: string, text: string, key: string): Promise<unknown> {
    return this.#call(`/pages/${page}/comments`, "POST", { parent, text }, { "Idempotency-Key": key });
  }

  page(page: string): Promise<Page> {
    return this.#call(`/pages/${page}`);
  }

  setOpen(page: string, open: boolean): Promise<Page> {
    return this.#call(`/pages/${page}`, "PUT", { open });
  }

  /** Any other route of the site: pages that are loaded on demand know their own. */
  ask<T>(path: string, method = "GET", body?: unknown): Promise<T> {
    return this.#call(path, method, body);
  }

  /** A file of the site, unread: a plain link to it could not carry the token. */
  file(path: string): Promise<Response> {
    return this.#send(path);
  }

  async #call<T>(path: string, method = "GET", body?: unknown, more: Readonly<Record<string, string>> = {}): Promise<T> {
    const response = await this.#send(path, method, body, more);
    const answer = await response.json().catch(() => undefined);
    if (answer === undefined) throw new Problem(0);
    return answer;
  }

  /**
   * One call, with a token that lasts until its answer. The gateway's own 401 carries no CORS header: from another origin
   * it looks like a line that broke, so the token's time is asked before the call, and again when no answer came.
   */
  async #send(path: string, method = "GET", body?: unknown, more: Readonly<Record<string, string>> = {}): Promise<Response> {
    if (this.#bearer.over(MARGIN) && !(await this.#bearer.refresh())) throw new Problem(401);
    const headers = {
      ...more,
      Authorization: `Bearer ${this.#bearer.token}`,
      "Accept-Language": this.#lang(),
      ...(body !== undefined && { "Content-Type": "application/json" }),
    };
    const request = { method, headers, body: body === undefined ? null : JSON.stringify(body) };
    const url = `${this.#base}/v1/moderation/sites/${encodeURIComponent(this.site)}${path}`;
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT) }).catch(() => null);
    if (!response) throw new Problem(this.#bearer.over() ? 401 : 0);
    if (!response.ok) throw new Problem(response.status, await response.json().catch(() => undefined));
    return response;
  }
}
