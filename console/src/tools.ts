/** What every part of the room shares. */
import type { Format } from "../../widget/src/format.ts";
import type { Api } from "./api.ts";
import type { Words } from "./words/type.ts";

/** From the least to the most: who may what the ones before may. */
export const ROLES = ["auditor", "moderator", "editor", "owner"] as const;
export type Role = (typeof ROLES)[number];

export interface Tools {
  readonly api: Api;
  readonly words: Words;
  readonly format: Format;
  /** The moderator's name in tokens and logs. */
  readonly me: string;
  /** Whether the token's role at the site is that or above; the service asks the team's row as well. */
  may(role: Role): boolean;
}
