/** Sending a draft so that a bad line never makes two comments: the key stays until an answer settles it. */
import { isProblem, type Api, type Answer, type Draft } from "./api.ts";
import { proofFor } from "./challenge.ts";
import type { Lazy } from "./lazy.ts";
import type { Session } from "./session.ts";
import type { Store } from "./store.ts";

/** Waits in ms before the second and the third try of an unanswered post. */
const PAUSES = [1_000, 3_000];

interface Attempt {
  readonly key: string;
  readonly body: string;
}

export interface Outbox {
  readonly api: Pick<Api, "post">;
  readonly session: Pick<Session, "tokens" | "unripe">;
  readonly store: Pick<Store, "read" | "write" | "set">;
  readonly lazy: Lazy;
}

/**
 * Posts `draft`. The same words sent again after a lost answer go out under the same Idempotency-Key, even after a
 * reload; other words get a key of their own. Throws Problem; `slot` names the draft in the store.
 */
export async function send(outbox: Outbox, slot: string, draft: Draft, pause = wait): Promise<Answer> {
  const { key } = attemptOf(outbox.store, slot, draft);
  try {
    const answer = await persist(outbox, draft, key, pause);
    outbox.store.set(`try:${slot}`, null);
    return answer;
  } catch (problem) {
    if (settled(problem)) outbox.store.set(`try:${slot}`, null);
    throw problem;
  }
}

function attemptOf(store: Outbox["store"], slot: string, { text, name = "", parent = "" }: Draft): Attempt {
  const body = JSON.stringify([text, name, parent]);
  const kept = store.read<Attempt | null>(`try:${slot}`, null);
  if (kept?.body === body) return kept;
  const attempt = { key: newKey(), body };
  store.write(`try:${slot}`, attempt);
  return attempt;
}

async function persist(outbox: Outbox, draft: Draft, key: string, pause: typeof wait): Promise<Answer> {
  let proof: Draft["proof"];
  for (let round = 0, renew = false; ; round++) {
    try {
      const tokens = await outbox.session.tokens(renew);
      await pause(outbox.session.unripe);
      return await outbox.api.post(proof ? { ...draft, proof } : draft, tokens, key);
    } catch (problem) {
      const ms = PAUSES[round];
      if (!isProblem(problem) || ms === undefined) throw problem;
      const { unanswered, formSpent, challenge } = problem;
      if (!unanswered && !formSpent && !challenge) throw problem;
      renew = formSpent;
      if (unanswered) await pause(ms);
      if (challenge) proof = await proofFor(problem, outbox.lazy);
    }
  }
}

/** Whether this key has had its answer; a nudge or a challenge is none: the same key goes out again. */
function settled(problem: unknown): boolean {
  return isProblem(problem) && !problem.unanswered && !problem.nudge && !problem.challenge;
}

/** 128 random bits as 32 hexadecimal digits. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
