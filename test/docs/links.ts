import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { ROOT } from "../support/program";

/** The anchor that GitHub gives a heading. */
export function slug(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

/** The links of a page to a file that is not there, or to a heading that is not in it. */
export function brokenLinks(page: string): string[] {
  return relativeLinks(page)
    .filter(({ target, anchor }) => !exists(target, anchor))
    .map(({ link }) => link);
}

/** The files that a page links to, by their paths from the root. */
export function linksIn(page: string): string[] {
  return relativeLinks(page).map(({ target }) => target);
}

interface Link {
  readonly link: string;
  readonly target: string;
  readonly anchor?: string;
}

function relativeLinks(page: string): Link[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : posix.join(dirname(page), path);
      return { link, target, anchor };
    });
}

function exists(target: string, anchor?: string): boolean {
  return (
    existsSync(join(ROOT, target)) && (anchor === undefined || anchorsIn(target).includes(anchor))
  );
}

function anchorsIn(page: string): string[] {
  const slugs = [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading));
  return slugs.map((one, index) => {
    const before = slugs.slice(0, index).filter((other) => other === one).length;
    return before === 0 ? one : `${one}-${before}`;
  });
}

/** A page without its code, in which nothing is a link or a heading. */
function prose(page: string): string {
  return readFileSync(join(ROOT, page), "utf8").replaceAll(/^ *```.*?^ *```$/gms, "");
}
