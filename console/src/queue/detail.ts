/** What stands around a comment: article, reasons, thread, author, texts like it, notes, history. */
import { h } from "../../../widget/src/dom.ts";
import { act, submit } from "../ui/act.ts";
import { Problem, type Brief, type Detail, type LogRow, type Note } from "../api.ts";
import type { ReaderActs } from "./reader_acts.ts";
import type { ConsoleContext, Session } from "../session.ts";
import { emptied } from "../ui/writing.ts";

/** Texts of neighbours are cut here: enough to see what the talk is about. */
const EXCERPT = 160;

/** What the details ask of the card they hang on. */
export interface DetailHost {
  only(page: string): void;
  /** All that the author of a comment wrote. */
  of(author: string): void;
  /** One comment alone. */
  open(id: string): void;
  failed(problem: unknown): void;
  readonly session: Session;
}

export function details(context: ConsoleContext, owner: DetailHost, detail: Detail, acts: ReaderActs | null): HTMLElement[] {
  const { words } = context;
  acts?.show(detail.author.trusted);
  const parts = [
    article(context, owner, detail),
    reasons(context, detail),
    section(words.thread, briefs(context, owner, detail.thread)),
    author(context, owner, detail),
    acts?.element ?? null,
    duplicates(context, owner, detail.duplicates),
    notes(context, owner, detail),
    history(context, detail.log),
  ];
  return parts.filter((part) => part !== null);
}

function article(context: ConsoleContext, owner: DetailHost, { url, title, page, id, status }: Detail): HTMLElement {
  const { words } = context;
  const link = url && h("a", { href: linkTo(url, id, status), target: "_blank", rel: "noopener noreferrer" }, h("bdi", {}, title || url));
  const only = act("only-article", words.onlyArticle, () => owner.only(page), { class: "quiet" });
  return h("p", { class: "article" }, `${words.article}${words.colon}`, link || "—", only, gate(context, owner, page));
}

/** Where readers see it: its own place in the article once it is public. */
export function linkTo(url: string, id: string, status: string): string {
  return status === "APPROVED" ? `${url.replace(/#.*$/, "")}#ghirbal-${id}` : url;
}

/** The button that closes or opens the article for comments; unseen until its state is known, and nothing moves then. */
function gate({ api, words, may }: ConsoleContext, owner: DetailHost, page: string): HTMLButtonElement {
  let open = true;
  const show = (state: { open: boolean } | null): void => {
    if (!state) return;
    open = state.open;
    toggle.classList.remove("unknown");
    toggle.textContent = open ? words.closeArticle : words.openArticle;
  };
  const flip = (): void => void api.setOpen(page, !open).then(show, (problem) => owner.failed(problem));
  const toggle = act("turn-article", words.closeArticle, flip, { class: "quiet unknown" });
  if (may("moderator")) void api.page(page).then(show, () => undefined);
  return toggle;
}

function reasons({ words, format }: ConsoleContext, { explanations, score }: Detail): HTMLElement | null {
  const texts = [...new Set(explanations.map(({ text }) => text))];
  const title = `${words.why} (${words.score} ${format.number(score ?? 0)})`;
  return section(title, texts.map((text) => h("li", {}, h("bdi", {}, text))));
}

function author(context: ConsoleContext, owner: DetailHost, { id, author: found }: Detail): HTMLElement {
  const { known, trusted, approved, rejected, comments } = found;
  const { words, format } = context;
  const record = words.standing.replace("#", format.number(approved)).replace("@", format.number(rejected));
  const standing = known ? record : comments.length ? "" : words.newcomer;
  const title = [words.author, standing, trusted && words.trusted].filter(Boolean).join(" · ");
  const all = act("of-author", words.ofAuthor, () => owner.of(id), { class: "quiet" });
  return h("div", {}, section(title, briefs(context, owner, comments)) ?? h("p", { class: "quiet" }, title), comments.length > 0 && all);
}

function duplicates(context: ConsoleContext, owner: DetailHost, found: readonly Brief[]): HTMLElement | null {
  const { words, format } = context;
  return section(format.plural(words.duplicates, found.length), briefs(context, owner, found));
}

function briefs({ words, format }: ConsoleContext, owner: DetailHost, found: readonly Brief[]): HTMLElement[] {
  return found.map(({ id, name, text, status, created, staff }) => {
    const cut = [...text].length > EXCERPT ? `${[...text].slice(0, EXCERPT).join("")}…` : text;
    const who = h("bdi", { class: staff ? "staff" : "" }, name || words.guest);
    const state = h("small", {}, `${words.states[status] ?? status} · ${format.ago(created)}`);
    const open = act("open", words.look, () => owner.open(id), { class: "quiet", "aria-label": `${words.look}${words.colon}${name || words.guest}` });
    return h("li", {}, who, words.colon, h("bdi", {}, cut || words.textGone), " ", state, " ", open);
  });
}

function notes(context: ConsoleContext, owner: DetailHost, { id, notes: kept }: Detail): HTMLElement {
  const { api, words, format } = context;
  const row = ({ by, text, at }: Note): HTMLElement =>
    h("li", {}, h("bdi", {}, by), words.colon, h("bdi", {}, text), " ", h("small", {}, format.ago(at)));
  const list = h("ul", {}, ...kept.map(row));
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text || form.ariaBusy) return;
    form.ariaBusy = "true";
    try {
      list.append(row(await api.note(id, text)));
      emptied(input, text);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      owner.failed(problem);
    } finally {
      form.ariaBusy = null;
    }
  };
  const input = h("input", { "aria-label": words.addNote, placeholder: words.addNote, maxlength: 1000, dir: "auto" });
  const form = h("form", { class: "note", onsubmit: (event) => void add(event) }, input, submit("note", words.send, ""));
  return h("details", { open: kept.length > 0 }, h("summary", {}, words.notes), list, context.may("moderator") && form);
}

function history({ words, format }: ConsoleContext, log: readonly LogRow[]): HTMLElement | null {
  const rows = log.map(({ to, by, by_kind, at, reason }) => {
    const who = by_kind === "moderator" ? by : (words.by[by_kind] ?? by);
    const why = reason && ` · ${words.reasons[reason] ?? words.holds[reason] ?? reason}`;
    return h("li", {}, `${words.states[to] ?? to} · `, h("bdi", {}, who), why, ` · ${format.ago(at)}`);
  });
  return rows.length ? h("details", {}, h("summary", {}, words.history), h("ol", {}, ...rows)) : null;
}

function section(title: string, rows: readonly HTMLElement[]): HTMLElement | null {
  return rows.length ? h("section", {}, h("h2", {}, title), h("ul", {}, ...rows)) : null;
}
