/**
 * What only somebody who writes needs, as one file that is loaded for them: how forms work, their own
 * comments; and what only the page's developer has to know.
 */
export { Composer } from "./composer.ts";
export { Mine } from "./mine.ts";
export { complain } from "./mistakes.ts";
