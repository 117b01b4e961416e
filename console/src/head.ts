/** The page's head: the ways to its sheets, site, language, help, and the way out. */
import { h } from "../../widget/src/dom.ts";
import { act } from "./ui/act.ts";
import { LANGUAGES, type Lang, type Speech } from "./settings.ts";

export const PLACES = ["queue", "statistics", "bans", "policy", "service", "team"] as const;
export type Place = (typeof PLACES)[number];

/** What the head shows of the page. */
export interface Standing extends Speech {
  readonly me: string;
  readonly site: string;
  readonly sites: readonly string[];
  /** The sheets this person may open; none for who is not signed in. */
  readonly places: readonly Place[];
  readonly here: Place;
}

/** What the head asks of the page; `false` where somebody who is writing would rather stay. */
export interface Ways {
  go(place: Place): void;
  move(site: string): boolean;
  speak(lang: Lang): boolean;
  help(): void;
  leave(): void;
}

export function head(standing: Standing, ways: Ways): HTMLElement {
  const { words, places } = standing;
  const name = h("h1", {}, "غربال ", h("small", {}, words.title));
  return h("header", { class: "top" }, name, ...(places.length ? inside(standing, ways) : [languages(standing, ways)]));
}

function inside(standing: Standing, ways: Ways): HTMLElement[] {
  const { words, me, site, sites } = standing;
  const place = sites.length > 1 ? picker("site", words.site, sites.map((each) => [each, each]), site, ways.move) : h("bdi", { class: "site", title: site }, site);
  return [
    h("p", { class: "whose" }, place, h("bdi", { class: "me", title: me }, me)),
    act("help", words.help, () => ways.help(), { class: "quiet keys", "aria-keyshortcuts": "?" }),
    act("sign-out", words.signOut, () => ways.leave(), { class: "quiet" }),
    languages(standing, ways),
    sheets(standing, ways),
  ];
}

function sheets({ words, places, here }: Standing, ways: Ways): HTMLElement {
  const way = (place: Place): HTMLElement => act(`go-${place}`, words[place], () => ways.go(place), { class: "quiet", "aria-current": place === here ? "page" : null });
  return h("nav", { "aria-label": words.sheets }, ...places.map(way));
}

function languages({ words, lang }: Standing, ways: Ways): HTMLElement {
  return picker("language", words.language, Object.entries(LANGUAGES), lang, (chosen) => ways.speak(chosen as Lang));
}

function picker(name: string, label: string, choices: readonly (readonly [string, string])[], chosen: string, choose: (value: string) => boolean): HTMLElement {
  const options = choices.map(([value, text]) => h("option", { value, selected: value === chosen, lang: value in LANGUAGES ? value : null }, text));
  const onchange = (): void => {
    if (!choose(select.value)) select.value = chosen;
  };
  const select = h("select", { "data-act": name, "aria-label": label, onchange }, ...options);
  return select;
}
