import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { load } from "./load.mjs";

const { solve, zeroBits } = await load("proof.ts");

test("a solution is one by node's own SHA-256", async () => {
  const nonce = await solve("v1.0.challenge", 10);
  const digest = createHash("sha256").update(`v1.0.challenge.${nonce}`).digest();
  assert.ok(digest[0] === 0 && digest[1] < 64);
});

test("it is the first one, as the server's own solver finds it", async () => {
  const first = await solve("abc", 6);
  for (let number = 0; number < Number(first); number++) {
    assert.ok(zeroBits(createHash("sha256").update(`abc.${number}`).digest()) < 6);
  }
});

test("zero bits are counted across bytes", () => {
  assert.equal(zeroBits(Uint8Array.of(0, 0b00010000)), 11);
  assert.equal(zeroBits(Uint8Array.of(0b10000000)), 0);
  assert.equal(zeroBits(Uint8Array.of(0, 0)), 16);
});

test("the page gets its turn while it works", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await solve("a longer piece of work", 15);
  clearInterval(timer);
  assert.ok(turns > 0);
});
