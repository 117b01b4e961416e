/** What the page is set to: its configuration, and what somebody chose on this machine. */
import type { Config } from "./oidc.ts";
import { words as arabic } from "./words/ar.ts";
import type { Words } from "./words/type.ts";

export const LANGUAGES = { ar: "العربية", fr: "Français", en: "English" } as const;
const PREFERENCES = "ghirbal-console:";

export type Lang = keyof typeof LANGUAGES;

export interface Speech {
  readonly lang: Lang;
  readonly words: Words;
}

export const ARABIC: Speech = { lang: "ar", words: arabic };

/** A language with its words; French and English are files of their own. */
export async function speech(lang: Lang): Promise<Speech> {
  if (lang === "ar") return ARABIC;
  return { lang, words: (lang === "fr" ? await import("./words/fr.ts") : await import("./words/en.ts")).words };
}

/** What was chosen here before, if it can still be chosen. */
export function preference<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
  const kept = localStorage.getItem(PREFERENCES + name) as T;
  return choices.includes(kept) ? kept : otherwise;
}

export function keep(name: string, value: string): void {
  localStorage.setItem(PREFERENCES + name, value);
}

/** Where the page's configuration is: the one line of index.html that a site changes. */
export async function configuration(): Promise<Config> {
  const link = document.querySelector<HTMLLinkElement>("link[rel=ghirbal-config]");
  const response = await fetch(link?.href ?? "config.json");
  if (!response.ok) throw new Error(`no configuration (${response.status})`);
  return response.json();
}
