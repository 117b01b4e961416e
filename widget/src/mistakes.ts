/** What a page's developer can get wrong, as it is said on the console; readers get one line of the widget's own. */
import type { Mistake } from "./context.ts";

const MISTAKES: Readonly<Record<Mistake, string>> = {
  site: 'there is no such site; see the attribute "site"',
  page: 'no address of an article, or no https; see the attribute "page", or <link rel="canonical">',
  origin: "this page's origin isn't listed for the site, so nobody can write here (ghirbal site set --origin)",
};

/** Says it to whoever made the page. */
export function complain(cause: Mistake): void {
  console.error(`<ghirbal-comments>: ${MISTAKES[cause]}`);
}
