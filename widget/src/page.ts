/**
 * Page identity: one article, one id, made alike here and in `shared/ghirbal/domain/page.py`.
 * Both sides are held to `tests/vectors/pages.json`.
 */

const MAX_URL = 2_000;
/** Coded pairs that are empty, or tell how a reader came here, or that this is AMP. */
const DROPPED = /^((utm_.*|(\w*clk?|igsh|srslt|mc_[ce])id|igsh|ref|amp)(\0.*)?)?$/;
const HOST = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/** The one spelling of an article's address; throws a TypeError for what isn't a plain web address. */
export function canonicalUrl(address: string): string {
  const text = address.trim().normalize("NFC");
  const authority = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1];
  const hostile = /[\0-\x20\x7f\\"<>]|%00/.test(text);
  if (!authority || authority.includes("@") || hostile || [...text].length > MAX_URL) throw new TypeError("page-url");
  const url = new URL(text);
  const host = url.hostname.replace(/\.+$/, "");
  if (!HOST.test(host) && !host.startsWith("[")) throw new TypeError("page-url");
  return spelling(url);
}

/** The same for an address that is known to be one of a page; changes `url`. */
export function spelling(url: URL): string {
  url.hostname = url.hostname.replace(/\.+$/, "");
  if (!/^(localhost|127\.0\.0\.1|\[::1])$/.test(url.hostname)) url.protocol = "https:";
  // Once more through the parser: what was "%2F..%2F" is a way up now, and "?" and "#" are escaped again.
  url.pathname = recode(url.pathname);
  return url.origin + url.pathname.replace(/^(\/amp(?=\/))+|(\/(amp)?)+$/g, "") + canonicalQuery(url.search.slice(1));
}

/** The first 26 characters of lower-case base32(SHA-256(canonical URL)): five bits each. */
export async function pageId(canonical: string): Promise<string> {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical)));
  const digit = (_: unknown, place: number): string | number => {
    const at = 5 * place;
    const bits = (digest.getUint16(at >> 3) >> (11 - (at & 7))) & 31;
    return bits < 26 ? (bits + 10).toString(36) : bits - 24;
  };
  return Array.from({ length: 26 }, digit).join("");
}

/** Percent-decoded, NFC, then encoded once; a "%" that starts no escape stands for itself. */
function recode(text: string): string {
  return encodeURI(text.replace(/(%[\da-f]{2})+/gi, decodeURIComponent).normalize("NFC"));
}

/** Pairs sorted by key, then value, behind "?"; NUL sorts before everything that a coded key can hold. */
function canonicalQuery(query: string): string {
  const coded = query.split("&").map(codedPair);
  const kept = coded.filter((pair) => !DROPPED.test(pair)).sort();
  return `?${kept.join("&")}`.replace(/\0|^\?$/g, "");
}

/** NUL before the first "=", which no address may hold otherwise; nothing for a pair that isn't UTF-8. */
function codedPair(pair: string): string {
  try {
    return recode(pair.replace("=", "\0"))
      .replace(/[#&+=]/g, encodeURIComponent)
      .replace("%00", "\0=");
  } catch {
    return "";
  }
}
