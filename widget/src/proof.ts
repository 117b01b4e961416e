/**
 * Proof of work: the small computation that the server asks for when a crowd looks like a flood. A file of its own,
 * loaded when it is asked for. In slices on the page's own thread, since the strict policy allows no worker.
 */
import { sha256 } from "@noble/hashes/sha2.js";

/** Milliseconds of work before the page gets its turn again (issue 05). */
const SLICE = 8;
/** Hashes between two looks at the clock: at 2 µs each half a millisecond. */
const STRIDE = 256;

/** The first number whose SHA-256 with the challenge begins with `bits` zero bits, as the server wants it. */
export async function solve(challenge: string, bits: number): Promise<string> {
  const head = sha256.create().update(ascii(`${challenge}.`));
  for (let from = 0; ; await turn()) {
    const end = performance.now() + SLICE;
    do {
      for (let number = from; number < from + STRIDE; number++) {
        if (zeroBits(head.clone().update(ascii(String(number))).digest()) >= bits) return String(number);
      }
      from += STRIDE;
    } while (performance.now() < end);
  }
}

/** How many bits are zero before the first one. */
export function zeroBits(digest: Uint8Array): number {
  const at = digest.findIndex((byte) => byte !== 0);
  return at < 0 ? digest.length * 8 : at * 8 + Math.clz32(digest[at]!) - 24;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function turn(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
