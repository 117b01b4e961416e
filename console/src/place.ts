/** Where somebody is in the console: kept in the tab, so that a reload or a sign-in leads back there. It holds no token. */
import { commentOf, type Wanted } from "./api.ts";

const KEY = "ghirbal-console:place";

export interface Kept {
  readonly site?: string;
  readonly sheet?: string;
  readonly wanted?: Partial<Wanted>;
}

export function keepPlace(place: Kept): void {
  sessionStorage.setItem(KEY, JSON.stringify(place));
}

export function forgetPlace(): void {
  sessionStorage.removeItem(KEY);
}

/** What was kept; a site (`?site=…`) and a comment (`#ghirbal-…`) in the page's address, as mails have them, come before it. */
export function keptPlace(): Kept {
  const id = commentOf(location.hash);
  const site = new URLSearchParams(location.search).get("site");
  if (id || site) {
    history.replaceState(null, "", location.pathname + (site ? "" : location.search));
    keepPlace({ ...(site && { site }), ...(id && { wanted: { text: id } }) }); // it outlives the way to the issuer and back
  }
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Kept;
  } catch {
    return {};
  }
}
