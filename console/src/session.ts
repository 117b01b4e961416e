/** What every sheet of the console shares: who is signed in, what they may, and what the page does for them. */
import type { Format } from "../../widget/src/format.ts";
import type { Api } from "./api.ts";
import type { Words } from "./words/type.ts";

/** From the least to the most: who may what the ones before may. */
export const ROLES = ["auditor", "moderator", "editor", "owner"] as const;
export type Role = (typeof ROLES)[number];

export interface ConsoleContext {
  readonly api: Api;
  readonly words: Words;
  readonly format: Format;
  /** The moderator's name in tokens and logs. */
  readonly me: string;
  /** Whether the token's role at the site is that or above; the service asks the team's row as well. */
  may(role: Role): boolean;
}

/** What a sheet asks of the page around it when a token runs out. */
export interface Session {
  /** Whether a new token could be had without asking. */
  refresh(): Promise<boolean>;
  /** Signs in again and resolves when the page has a new token. */
  renew(): Promise<void>;
}

/** The comment by which its author is named: nobody sees who they are. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A row of the site's decision log. */
export interface LogEntry {
  readonly comment: string;
  readonly version: number;
  readonly page: string;
  readonly text: string | null;
  readonly to: string;
  readonly by: string;
  readonly by_kind: string;
  readonly cause: string;
  readonly reason: string | null;
  readonly at: string;
}
