import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { load } from "./load.mjs";

const { solve, zeroBits } = await load("proof.ts");

/** The longest wait between two turns of the page, in ms. */
const SLICE = 8;
/** Its first solution is number 20,579 (counted by node's own SHA-256): 322 strides of 64 hashes. */
const LONG = { challenge: "a longer piece of work", bits: 14, strides: 322 };

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

/** Solves while each stride takes what `stride` says, in ms, by a clock of ours; the length of every slice that ended. */
async function slices(stride) {
  const ended = [];
  let [time, began] = [0, null];
  const now = () => {
    began === null ? (began = time) : (time += stride());
    return time;
  };
  const turn = async () => {
    ended.push(time - began);
    began = null;
  };
  await solve(LONG.challenge, LONG.bits, { now, turn });
  return ended;
}

for (const [cost, fit] of [[0.125, 64], [0.5, 16], [1, 8], [3, 2], [5, 1], [8, 1]]) {
  test(`a slice never takes more than 8 ms where 64 hashes take ${cost}`, async () => {
    const ended = await slices(() => cost);
    assert.ok(Math.max(...ended) <= SLICE);
    assert.equal(ended.length, Math.ceil(LONG.strides / fit) - 1);
  });
}

test("a slice ends before a stride that would outlast it, as long as the longest one so far", async () => {
  let at = 0;
  const ended = await slices(() => [0.5, 3, 1, 2][at++ % 4]);
  assert.ok(Math.max(...ended) <= SLICE);
  assert.ok(Math.min(...ended) > SLICE / 2);
});

test("one stride is done in each slice however slow the machine is", async () => {
  assert.equal((await slices(() => 40)).length, LONG.strides - 1);
});

test("the page gets its turn although the clock stands still", async () => {
  assert.equal((await slices(() => 0)).length, Math.ceil(LONG.strides / 64) - 1);
});

test("turns are given by the page's own timers", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++);
  await solve(LONG.challenge, LONG.bits);
  clearInterval(timer);
  assert.ok(turns > 0);
});
