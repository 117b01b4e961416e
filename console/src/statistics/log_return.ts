/** The way back from a decision of the log: what a moderator deleted is restored, what was refused waits again. */
import { h } from "../../../widget/src/dom.ts";
import { act } from "../ui/act.ts";
import { RequestNotice } from "../ui/request_notice.ts";
import type { StatisticsWords } from "./statistics_words.ts";
import type { ConsoleContext, LogEntry, Session } from "../session.ts";

interface Said {
  readonly comment: { readonly status: string };
}

/** A button where the service has a way back and this person may go it; null elsewhere. It says below what came of it. */
export function wayBack(context: ConsoleContext, words: StatisticsWords, session: Session, row: LogEntry): HTMLElement | null {
  const { to, by_kind: kind, comment, version } = row;
  const deleted = to === "DELETED" && kind === "moderator" && context.may("editor");
  const out = ["REJECTED", "SPAM"].includes(to) && context.may("moderator");
  if (!deleted && !out) return null;
  const seen = { version: version + 1 }; // the log tells which version was decided on; the decision made the next
  const requests = new RequestNotice(context, session);
  const label = deleted ? words.steps["restore"] : context.words.actions.hold;
  const path = `/comments/${comment}/${deleted ? "restore" : "decisions"}`;
  const goBack = async (): Promise<void> => {
    const { comment: now } = await requests.send<Said>(path, "POST", deleted ? seen : { ...seen, action: "hold" });
    const said = h("span", { role: "status", tabindex: -1 }, deleted ? restored(context, words, now.status) : context.words.done.hold);
    place.replaceChildren(said);
    said.focus({ preventScroll: true }); // the button that had it is there no more
  };
  const place = h("div", { class: "row" }, act(deleted ? "restore" : "hold", label ?? "", () => void requests.beside(place, goBack)));
  return place;
}

function restored({ words: { colon, states } }: ConsoleContext, { causes }: StatisticsWords, status: string): string {
  return `${causes["restore"]}${colon}${states[status] ?? status}`;
}
