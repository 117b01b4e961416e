/** The way back from a decision of the log: what a moderator deleted is restored, what was refused waits again. */
import { h } from "../../widget/src/dom.ts";
import { act } from "./act.ts";
import { Asking, type Session } from "./asking.ts";
import type { Row } from "./decision_log.ts";
import type { NumbersWords } from "./numbers_words.ts";
import type { Tools } from "./tools.ts";

interface Said {
  readonly comment: { readonly status: string };
}

/** A button where the service has a way back and this person may go it; null elsewhere. It says below what came of it. */
export function wayBack(tools: Tools, words: NumbersWords, session: Session, row: Row): HTMLElement | null {
  const { to, by_kind: kind, comment, version } = row;
  const deleted = to === "DELETED" && kind === "moderator" && tools.may("editor");
  const out = ["REJECTED", "SPAM"].includes(to) && tools.may("moderator");
  if (!deleted && !out) return null;
  const seen = { version: version + 1 }; // the log tells which version was decided on; the decision made the next
  const asking = new Asking(tools, session);
  const label = deleted ? words.steps["restore"] : tools.words.actions.hold;
  const path = `/comments/${comment}/${deleted ? "restore" : "decisions"}`;
  const goBack = async (): Promise<void> => {
    const { comment: now } = await asking.send<Said>(path, "POST", deleted ? seen : { ...seen, action: "hold" });
    const said = h("span", { role: "status", tabindex: -1 }, deleted ? restored(tools, words, now.status) : tools.words.done.hold);
    place.replaceChildren(said);
    said.focus({ preventScroll: true }); // the button that had it is there no more
  };
  const place = h("div", { class: "row" }, act(deleted ? "restore" : "hold", label ?? "", () => void asking.beside(place, goBack)));
  return place;
}

function restored({ words: { colon, states } }: Tools, { causes }: NumbersWords, status: string): string {
  return `${causes["restore"]}${colon}${states[status] ?? status}`;
}
