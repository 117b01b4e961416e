/** What can be decided on a comment, by the state it is in and what somebody may. */
import type { Item } from "../api.ts";
import type { ConsoleContext } from "../session.ts";
import type { Decision } from "../words/type.ts";

const OFFERED: Readonly<Record<string, readonly Decision[]>> = {
  PENDING: ["approve", "reject", "spam"],
  APPROVED: ["hold", "reject", "spam"],
  REJECTED: ["approve", "hold"],
  SPAM: ["approve", "hold"],
  DELETED: [],
};
const NOBODY = ["author", "system", "pipeline"];

/** Refused by the checks alone, and sent again all the same: no moderator has looked at it. */
export function insisted({ status, decided_by: by }: Pick<Item, "status" | "decided_by">): boolean {
  return status === "REJECTED" && by === "pipeline";
}

/** The decisions that are offered, in the order of their buttons; none to who may only read. */
export function offered({ may }: Pick<ConsoleContext, "may">, item: Item): readonly Decision[] {
  if (!may("moderator")) return [];
  if (item.status === "DELETED") return may("editor") && !NOBODY.includes(item.decided_by) ? ["restore"] : [];
  return [...(OFFERED[item.status] ?? []), ...(insisted(item) ? (["reject"] as const) : [])];
}
