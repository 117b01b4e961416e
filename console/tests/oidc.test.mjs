import { build } from "esbuild";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const entryPoints = [fileURLToPath(new URL("../src/oidc.ts", import.meta.url))];
const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
const { SignIn } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An issuer whose clock is a day behind this machine's, and who gives a refresh token at sign-in only, as Cognito does. */
function issuer() {
  const asked = [];
  globalThis.fetch = async (url, { body }) => {
    if (url.endsWith("openid-configuration")) return Response.json({ token_endpoint: "https://issuer.example/token" });
    const grant = body.get("grant_type");
    asked.push(grant === "refresh_token" ? body.get("refresh_token") : grant);
    const iat = Math.floor((Date.now() - DAY) / 1000);
    const claims = Buffer.from(JSON.stringify({ iat, exp: iat + 3600 })).toString("base64url");
    return Response.json({ access_token: `h.${claims}.${asked.length}`, ...(grant !== "refresh_token" && { refresh_token: "r" }) });
  };
  return asked;
}

async function signedIn() {
  globalThis.location = { search: "?code=c&state=s", origin: "https://console.example", pathname: "/moderate" };
  globalThis.history = { replaceState: () => undefined };
  globalThis.sessionStorage = { getItem: () => '{"state":"s","verifier":"v"}', removeItem: () => undefined };
  const signIn = new SignIn({ issuer: "https://issuer.example", client_id: "c", api: "/", site: "demo" });
  assert.equal(await signIn.finish(), true);
  return signIn;
}

test("a token runs out an hour after it came, whatever the machine's clock says", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 20 * DAY });
  issuer();
  const signIn = await signedIn();
  assert.equal(signIn.over(), false);
  assert.equal(signIn.over(HOUR), true);
  context.mock.timers.setTime(20 * DAY + HOUR);
  assert.equal(signIn.over(), true);
});

test("the one refresh token serves every hour, and one renewal serves all who wait for it", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 20 * DAY });
  const asked = issuer();
  const signIn = await signedIn();
  for (const hour of [1, 2]) {
    context.mock.timers.setTime(20 * DAY + hour * HOUR);
    assert.deepEqual(await Promise.all([signIn.refresh(), signIn.refresh()]), [true, true]);
    assert.equal(signIn.over(), false);
  }
  assert.deepEqual(asked, ["authorization_code", "r", "r"]);
});

test("a token that is refused in its time is renewed once, so that nobody asks in a circle", async () => {
  const asked = issuer();
  const signIn = await signedIn();
  assert.equal(await signIn.refresh(), true);
  assert.equal(await signIn.refresh(), false);
  assert.deepEqual(asked, ["authorization_code", "r"]);
});

test("who has left has no token that lasts", async () => {
  issuer();
  const signIn = await signedIn();
  signIn.forget();
  assert.equal(signIn.over(), true);
  assert.equal(await signIn.refresh(), false);
});

test("who leaves while a token is being renewed stays out", async () => {
  issuer();
  const signIn = await signedIn();
  const answer = globalThis.fetch;
  let arrives;
  const late = new Promise((done) => (arrives = done));
  globalThis.fetch = async (url, request) => {
    await late;
    return answer(url, request);
  };
  const renewed = signIn.refresh();
  signIn.forget();
  arrives();
  assert.equal(await renewed, false);
  assert.equal(signIn.token, null);
});

test("a sign-in that the issuer ends with an error says which, and asks for no token", async () => {
  const asked = issuer();
  globalThis.location = { search: "?error=access_denied&state=s", origin: "https://console.example", pathname: "/moderate" };
  globalThis.history = { replaceState: () => undefined };
  globalThis.sessionStorage = { getItem: () => '{"state":"s","verifier":"v"}', removeItem: () => undefined };
  const signIn = new SignIn({ issuer: "https://issuer.example", client_id: "c", api: "/", site: "demo" });
  await assert.rejects(signIn.finish(), { message: "access_denied" });
  assert.deepEqual(asked, []);
});

test("an error with another state than the one that was sent is nobody's answer", async () => {
  issuer();
  globalThis.location = { search: "?error=access_denied&state=other", origin: "https://console.example", pathname: "/moderate" };
  const signIn = new SignIn({ issuer: "https://issuer.example", client_id: "c", api: "/", site: "demo" });
  assert.equal(await signIn.finish(), false);
});
