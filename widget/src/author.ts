/** What only somebody who writes needs, as one file that is loaded for them: how forms work, and their own comments. */
export { Composer } from "./composer.ts";
export { Mine } from "./mine.ts";
