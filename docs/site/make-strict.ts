import { createHash } from 'node:crypto'

/** A file that is put beside the site. */
export interface AddedFile {
  name: string
  content: string
}

/**
 * Moves what a strict Content-Security-Policy refuses out of a page: inline scripts become files, and
 * style attributes go. Scripts set these styles again where they are needed.
 * @param base the address of the site
 */
export function strictPage(html: string, base: string): { html: string; files: AddedFile[] } {
  const files: AddedFile[] = []
  const strict = html
    .replace(
      /<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/g,
      (_, rest: string, code: string) => {
        const file = { name: `assets/first-${checksum(code)}.js`, content: code }
        files.push(file)
        return `<script${rest} src="${base}${file.name}"></script>`
      },
    )
    .replace(/(<[^>]*?) style="display:none;?"/g, '$1 hidden')
    .replace(/(<[^>]*?) style="[^"]*"/g, '$1')
  return { html: strict, files }
}

/** Moves pictures that stand in a style sheet as `data:` URLs into files. */
export function strictStyles(css: string, base: string): { css: string; files: AddedFile[] } {
  const files: AddedFile[] = []
  const strict = css.replace(
    /url\((["']?)data:image\/svg\+xml(?:;utf8)?,(.*?)\1\)/g,
    (_, quote: string, data: string) => {
      const content = decodeURIComponent(quote === "'" ? data : data.replaceAll('\\"', '"'))
      const file = { name: `assets/icon-${checksum(content)}.svg`, content }
      files.push(file)
      return `url(${base}${file.name})`
    },
  )
  return { css: strict, files }
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}
