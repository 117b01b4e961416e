/** Why a comment is refused, to choose from. */
import { h } from "../../../widget/src/dom.ts";
import { choice } from "../ui/fields.ts";
import type { Words } from "../words/type.ts";

/** The choice, with nothing chosen; the service takes the code. */
export function reasonChoice(words: Words): HTMLSelectElement {
  const select = choice(words.reasons, { "aria-label": words.because });
  select.prepend(h("option", { value: "", selected: true }, words.noReason));
  return select;
}
