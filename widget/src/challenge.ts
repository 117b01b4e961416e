/** A proof of work that the server asked for: the file that solves it is loaded when it is needed. */
import type { Problem } from "./api.ts";
import type { Lazy } from "./lazy.ts";

/** What goes along with the same request, sent again. */
export interface Proof {
  readonly challenge: string;
  readonly nonce: string;
}

/** The proof that a refusal asks for; undefined for one that asks for none. */
export async function proofFor({ challenge, bits = 0 }: Problem, lazy: Lazy): Promise<Proof | undefined> {
  if (!challenge) return undefined;
  const { solve } = await lazy("proof", () => import("./proof.ts"));
  return { challenge, nonce: await solve(challenge, bits) };
}
