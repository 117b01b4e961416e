/** The title of the tab: what the page is, and before it how many comments wait. */

let page = "";
let waiting = 0;

/** Names the page. */
export function titled(name: string): void {
  page = name;
  write();
}

/** Says how many wait; none is not said. */
export function counted(count: number): void {
  waiting = count;
  write();
}

function write(): void {
  document.title = waiting ? `(${waiting}) ${page}` : page;
}
