/**
 * Page identity: one article, one id, made alike here and in `shared/ghirbal/domain/page.py`.
 * Both sides are held to `tests/vectors/pages.json`.
 */

const MAX_URL = 2_000;
const PATH_SAFE = /%(?:2F|3A|40|24|26|2B|2C|3B|3D)/g;
const QUERY_SAFE = /%(?:2F|3A|40|24|2C|3B|3F)/g;
const DROPPED = /^(?:utm_.*|fbclid|gclid)$/;
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];
const HOST = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** The one spelling of an article's address; throws a TypeError for what isn't a plain web address. */
export function canonicalUrl(address: string): string {
  const url = parse(address);
  const host = url.hostname.replace(/\.+$/, "");
  if (!HOST.test(host) && !host.startsWith("[")) throw new TypeError("page-url");
  const scheme = url.protocol === "http:" && LOOPBACK.includes(host) ? "http:" : "https:";
  const port = url.port && !(scheme === "https:" && url.port === "443") ? `:${url.port}` : "";
  const query = canonicalQuery(url.search.slice(1));
  return `${scheme}//${host}${port}${canonicalPath(url.pathname)}${query && `?${query}`}`;
}

/** The first 26 characters of lower-case base32(SHA-256(canonical URL)). */
export async function pageId(canonical: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical));
  return base32(new Uint8Array(digest)).slice(0, 26);
}

function base32(bytes: Uint8Array): string {
  let [text, bits, size] = ["", 0, 0];
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    for (size += 8; size >= 5; size -= 5) text += BASE32.charAt((bits >> (size - 5)) & 31);
  }
  return text;
}

function parse(address: string): URL {
  const text = address.trim().normalize("NFC");
  const authority = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1];
  const hostile = /[\0-\x20\x7f\\"<>]/.test(text);
  if (!authority || authority.includes("@") || hostile || [...text].length > MAX_URL) throw new TypeError("page-url");
  return new URL(text);
}

/** Percent-decoded, NFC, then encoded once; a "%" that starts no escape stands for itself. */
function recode(text: string, safe: RegExp): string {
  const decoded = text.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponent);
  return encodeURIComponent(decoded.normalize("NFC")).replace(safe, decodeURIComponent);
}

function canonicalPath(path: string): string {
  const trimmed = recode(path, PATH_SAFE).replace(/\/+$/, "");
  return trimmed.endsWith("/amp") ? trimmed.slice(0, -4).replace(/\/+$/, "") : trimmed;
}

function canonicalQuery(query: string): string {
  const pairs = query.split("&").filter(Boolean).map(splitPair);
  const kept = pairs.filter(([key]) => !DROPPED.test(key));
  const coded = kept.map(([key, equals, value]) => [recode(key, QUERY_SAFE), equals, recode(value, QUERY_SAFE)] as const);
  return coded.sort(comparePairs).map((pair) => pair.join("")).join("&");
}

type Pair = readonly [key: string, equals: string, value: string];

function splitPair(pair: string): Pair {
  const at = pair.indexOf("=");
  return at < 0 ? [pair, "", ""] : [pair.slice(0, at), "=", pair.slice(at + 1)];
}

function comparePairs(a: Pair, b: Pair): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
}
