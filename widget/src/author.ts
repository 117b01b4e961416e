/**
 * What only somebody who writes needs, as one file that is loaded for them: how forms work, their own comments, the
 * style of both; and what only the page's developer has to know.
 */
import css from "./author.css";

export { Composer } from "./composer.ts";
export { Mine } from "./mine.ts";
export { complain } from "./mistakes.ts";

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
