/**
 * Page identity: one article, one id, made alike here and in `shared/ghirbal/domain/page.py`.
 * Both sides are held to `tests/vectors/pages.json`.
 */

const MAX_URL = 2_000;
/** What encodeURIComponent escapes and a path, or a query, may hold as it is. */
const PATH_SAFE = /%(2[F46BC]|3[ABD]|40)/g;
const QUERY_SAFE = /%(2[F4C]|3[ABF]|40)/g;
/** Coded pairs that are empty, or tell how a reader came here. */
const DROPPED = /^((utm_[^\0]*|fbclid|gclid)\0|\0$)/;
const LOOPBACK = /^http:..(localhost|127\.0\.0\.1|\[::1])(:|$)/;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const HOST = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/** The one spelling of an article's address; throws a TypeError for what isn't a plain web address. */
export function canonicalUrl(address: string): string {
  const text = address.trim().normalize("NFC");
  const authority = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1];
  const hostile = /[\0-\x20\x7f\\"<>]/.test(text);
  if (!authority || authority.includes("@") || hostile || [...text].length > MAX_URL) throw new TypeError("page-url");
  const url = new URL(text);
  const host = url.hostname.replace(/\.+$/, "");
  if (!HOST.test(host) && !host.startsWith("[")) throw new TypeError("page-url");
  return spelling(url);
}

/** The same for an address that is known to be one of a page; changes `url`. */
export function spelling(url: URL): string {
  const origin = url.origin.replace(/\.+(?=:\d|$)/, "");
  const shown = LOOPBACK.test(origin) ? origin : origin.replace(/^http:/, "https:").replace(/:443$/, "");
  // Once more through the parser: what was "%2F..%2F" is a way up now.
  url.pathname = recode(url.pathname, PATH_SAFE);
  const query = canonicalQuery(url.search.slice(1));
  return shown + url.pathname.replace(/(\/(amp)?)+$/, "") + (query && `?${query}`);
}

/** The first 26 characters of lower-case base32(SHA-256(canonical URL)): five bits each. */
export async function pageId(canonical: string): Promise<string> {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical)));
  const digit = (at: number): number => (digest.getUint16(at >> 3) >> (11 - (at & 7))) & 31;
  return Array.from({ length: 26 }, (_, place) => BASE32[digit(5 * place)]).join("");
}

/** Percent-decoded, NFC, then encoded once; a "%" that starts no escape stands for itself. */
function recode(text: string, safe: RegExp): string {
  const decoded = text.replace(/(%[0-9a-f]{2})+/gi, decodeURIComponent);
  return encodeURIComponent(decoded.normalize("NFC")).replace(safe, decodeURIComponent);
}

/** Pairs sorted by key, then value; NUL sorts before everything that a coded key can hold. */
function canonicalQuery(query: string): string {
  const coded = query.split("&").map(codedPair);
  return coded
    .filter((pair) => !DROPPED.test(pair))
    .sort()
    .join("&")
    .replaceAll("\0", "");
}

function codedPair(pair: string): string {
  const code = (_: string, key: string, equals: string, value: string): string =>
    `${recode(key, QUERY_SAFE)}\0${equals}${recode(value, QUERY_SAFE)}`;
  return pair.replace(/([^=]*)(=?)(.*)/, code);
}
