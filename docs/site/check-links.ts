import { posix } from 'node:path'

/**
 * Looks for links that lead nowhere in the built pages.
 * @param pages the HTML of each page, by its path in the site
 * @param files the paths of all files of the site
 * @param base the address of the site
 * @returns a line for each link whose file or heading is missing
 */
export function findDeadLinks(
  pages: ReadonlyMap<string, string>,
  files: ReadonlySet<string>,
  base: string,
): string[] {
  const ids = new Map([...pages].map(([path, html]) => [path, idsOf(html)]))
  const dead: string[] = []
  for (const [path, html] of pages) {
    for (const [, address = ''] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(address)) continue
      const url = new URL(address, new URL(base + path, 'http://site'))
      // What lies outside is the app's.
      if (!url.pathname.startsWith(base)) continue
      const target = fileOf(decodeURIComponent(url.pathname.slice(base.length)), files)
      const slug = decodeURIComponent(url.hash.slice(1))
      if (target === null) dead.push(`${path}: ${address} is not there`)
      else if (slug !== '' && ids.has(target) && !ids.get(target)?.has(slug)) {
        dead.push(`${path}: ${address} names a heading that is not there`)
      }
    }
  }
  return dead
}

function fileOf(path: string, files: ReadonlySet<string>): string | null {
  const candidates = [path, posix.join(path, 'index.html'), `${path}.html`]
  return candidates.find((each) => files.has(each)) ?? null
}

function idsOf(html: string): Set<string> {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id))
}
