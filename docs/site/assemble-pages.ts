import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { headingsOf, takeSection } from './markdown-sections.ts'
import type { Page } from './pages.ts'
import { rewriteLinks } from './rewrite-links.ts'

export interface AssembledPages {
  /** The text of each page, by its name. */
  texts: ReadonlyMap<string, string>
  /** Files of the project that the pages show or link, and their places in the site. */
  files: ReadonlyMap<string, string>
}

/**
 * Makes the pages from the documents. A link from one document to another becomes a link between
 * pages.
 * @param readText reads a document, by its path from the folder of the project
 * @throws Error if a section, a linked heading or a linked file is missing
 */
export function assemblePages(
  pages: readonly Page[],
  readText: (path: string) => string,
  hasFile: (path: string) => boolean = existsSync,
): AssembledPages {
  const originals = new Map(
    pages.map((page) => {
      const text = readText(page.source)
      return [page, page.section === undefined ? text : takeSection(text, page.section)]
    }),
  )
  const places = new Map<string, string>()
  for (const [page, text] of originals) {
    const address = `/${page.name}.md`
    for (const { slug, level } of headingsOf(text)) {
      places.set(`${page.source}#${slug}`, level === 1 ? address : `${address}#${slug}`)
    }
    if (page.section === undefined) places.set(`${page.source}#`, address)
  }
  const files = new Map<string, string>()
  const takeFile = (file: string, isPicture: boolean): string => {
    const name = posix.basename(file)
    // As text, a browser shows every file, whatever language it is in.
    const place = isPicture ? `pictures/${name}` : `files/${name}.txt`
    for (const [other, taken] of files) {
      if (taken === place && other !== file) throw new Error(`${file} and ${other} have one name.`)
    }
    files.set(file, place)
    return `/${place}`
  }
  const texts = new Map(
    [...originals].map(([{ name, source }, text]) => [
      name,
      rewriteLinks(text, source, (file, slug, isPicture) => {
        const place = places.get(`${file}#${slug}`)
        if (place !== undefined) return place
        if (slug === '' && !file.endsWith('.md') && hasFile(file)) return takeFile(file, isPicture)
        throw new Error(`${source} links to ${file}#${slug}, which no page of the site has.`)
      }),
    ]),
  )
  return { texts, files }
}
