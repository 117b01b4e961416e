/**
 * Proof of work: the small computation that the server asks for when a crowd looks like a flood. A file of its own,
 * loaded when it is asked for. In slices on the page's own thread, since the strict policy allows no worker.
 */
import { sha256 } from "@noble/hashes/sha2.js";

/** Milliseconds of work before the page gets its turn again. */
const SLICE = 8;
/** Hashes between two looks at the clock: at 2 µs each an eighth of a millisecond. */
const STRIDE = 64;
/** Strides in a slice whatever the clock says: 8 ms of work at 2 µs. Some browsers let it stand still for 100 ms. */
const MOST = 64;

/** Where time comes from, and how the page is given its turn. */
export interface Thread {
  now(): number;
  turn(): Promise<void>;
}

const page: Thread = {
  now: () => performance.now(),
  turn: () => new Promise((done) => setTimeout(done)),
};

/** The first number whose SHA-256 with the challenge begins with `bits` zero bits, as the server wants it. */
export async function solve(challenge: string, bits: number, thread = page): Promise<string> {
  const head = sha256.create().update(ascii(`${challenge}.`));
  const solves = (number: number): boolean => zeroBits(head.clone().update(ascii(String(number))).digest()) >= bits;
  for (let number = 0; ; await thread.turn()) {
    const more = slice(thread);
    do {
      for (const end = number + STRIDE; number < end; number++) if (solves(number)) return String(number);
    } while (more());
  }
}

/** Answers after each stride whether one more fits: as long as the longest so far, it would not end after the slice. */
function slice({ now }: Thread): () => boolean {
  const began = now();
  let [strides, spent, longest] = [0, 0, 0];
  return () => {
    const before = spent;
    spent = now() - began;
    longest = Math.max(longest, spent - before);
    return ++strides < MOST && spent + longest <= SLICE;
  };
}

/** How many bits are zero before the first one. */
export function zeroBits(digest: Uint8Array): number {
  const at = digest.findIndex((byte) => byte !== 0);
  return at < 0 ? digest.length * 8 : at * 8 + Math.clz32(digest[at]!) - 24;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
