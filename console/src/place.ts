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

/** What was kept; a link to one comment in the page's address (`#ghirbal-…`) comes before it. */
export function keptPlace(): Kept {
  const id = commentOf(location.hash);
  if (id) {
    history.replaceState(null, "", location.pathname + location.search);
    keepPlace({ wanted: { text: id } }); // it outlives the way to the issuer and back
  }
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Kept;
  } catch {
    return {};
  }
}
