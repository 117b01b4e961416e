/** Sign in a reader of your site for Ghirbal's comments. Node 18 or later, nothing to install. */
import { createHmac } from "node:crypto";

/**
 * A token for the attribute `sso-token`, good for ten minutes. `kid` and `key` come from `ghirbal site sso-key`; `now` is
 * for tests.
 */
export function ssoToken({ site, kid, key, sub, name, avatar, now = Math.floor(Date.now() / 1000) }) {
  const header = { alg: "HS256", typ: "JWT", kid };
  const claims = { aud: site, sub, name, iat: now, exp: now + 600, ...(avatar && { avatar }) };
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
