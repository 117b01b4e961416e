import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

/* One bundle, so that Problem is the same class on both sides. */
const { send, Problem } = await load("testing.ts");

/** An outbox whose server gives `answers` in turn: an Error is thrown, anything else returned. */
function outbox(...answers) {
  const kept = new Map();
  const sent = [];
  const store = {
    read: (name, otherwise) => kept.get(name) ?? otherwise,
    write: (name, value) => kept.set(name, value),
    set: (name, value) => (value ? kept.set(name, value) : kept.delete(name)),
  };
  const post = async (draft, tokens, key) => {
    sent.push({ ...draft, key, form: tokens.form });
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  let forms = 1;
  const session = { unripe: 0, tokens: async (renew) => ({ form: `form${renew ? ++forms : forms}` }) };
  return { store, api: { post }, session, sent, lazy: (_, load) => load() };
}

const lost = () => new Problem(0);
const refused = (body) => new Problem(422, { code: "comment-refused", ...body });
const noPause = async () => {};

test("an unanswered post is tried again under the same key", async () => {
  const box = outbox(lost(), new Problem(503), { id: "x" });
  assert.deepEqual(await send(box, "page", { text: "a" }, noPause), { id: "x" });
  assert.equal(box.sent.length, 3);
  assert.equal(new Set(box.sent.map(({ key }) => key)).size, 1);
});

test("after three lost answers the same words still go out under the same key", async () => {
  const box = outbox(lost(), lost(), lost(), { id: "x" });
  await assert.rejects(send(box, "page", { text: "a" }, noPause));
  await send(box, "page", { text: "a" }, noPause);
  assert.equal(new Set(box.sent.map(({ key }) => key)).size, 1);
});

test("other words after a lost answer get a key of their own", async () => {
  const box = outbox(lost(), lost(), lost(), { id: "x" });
  await assert.rejects(send(box, "page", { text: "a" }, noPause));
  await send(box, "page", { text: "b" }, noPause);
  assert.notEqual(box.sent[0].key, box.sent[3].key);
});

test("the same words sent again after an answer are a new comment", async () => {
  const box = outbox({ id: "x" }, { id: "y" });
  await send(box, "page", { text: "a" }, noPause);
  await send(box, "page", { text: "a" }, noPause);
  assert.notEqual(box.sent[0].key, box.sent[1].key);
});

test("send anyway goes out under the key that the nudge was given for", async () => {
  const box = outbox(refused({ nudge: "token" }), { id: "x" });
  await assert.rejects(send(box, "page", { text: "a" }, noPause));
  await send(box, "page", { text: "a", nudge: "token" }, noPause);
  assert.equal(box.sent[0].key, box.sent[1].key);
});

test("a refusal that was stored has used its key up", async () => {
  const box = outbox(refused({ id: "x" }), { id: "y" });
  await assert.rejects(send(box, "page", { text: "a" }, noPause));
  await send(box, "page", { text: "a" }, noPause);
  assert.notEqual(box.sent[0].key, box.sent[1].key);
});

test("a spent form token is renewed and the key kept", async () => {
  const box = outbox(new Problem(403, { code: "form-expired" }), { id: "x" });
  await send(box, "page", { text: "a" }, noPause);
  assert.deepEqual(
    box.sent.map(({ form }) => form),
    ["form1", "form2"],
  );
  assert.equal(box.sent[0].key, box.sent[1].key);
});

test("a refusal is not tried again", async () => {
  const box = outbox(refused({}));
  await assert.rejects(send(box, "page", { text: "a" }, noPause), { code: "comment-refused" });
  assert.equal(box.sent.length, 1);
});

test("keys are 32 characters that the server takes", async () => {
  const box = outbox({ id: "x" });
  await send(box, "page", { text: "a" }, noPause);
  assert.match(box.sent[0].key, /^[0-9a-f]{32}$/);
});

test("a demanded proof is worked out and goes out under the same key", async () => {
  const box = outbox(new Problem(403, { code: "proof-required", challenge: "c", bits: 4 }), { id: "x" });
  assert.deepEqual(await send(box, "page", { text: "a" }, noPause), { id: "x" });
  const [first, second] = box.sent;
  assert.equal(first.key, second.key);
  assert.equal(second.proof.challenge, "c");
  assert.match(second.proof.nonce, /^[0-9]+$/);
});
