/** Headings of a document in Markdown, and the text below one of them. */

export interface Heading {
  /** 1 is the title of the document. */
  level: number
  text: string
  /** As the address of the heading names it; of several with the same text, each has its own. */
  slug: string
  lineIndex: number
}

/** The address of a heading, in the way of GitHub: readers use the documents there too. */
export function slugOf(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
}

/** Marks each line of the text that lies in a block of code, its fences included. */
export function codeLines(lines: readonly string[]): boolean[] {
  let fence: string | null = null
  return lines.map((line) => {
    const [, mark] = /^\s*(`{3,}|~{3,})/.exec(line) ?? []
    if (fence === null) {
      if (mark === undefined) return false
      fence = mark
      return true
    }
    if (mark?.startsWith(fence) && line.trim() === mark) fence = null
    return true
  })
}

export function headingsOf(text: string): Heading[] {
  const lines = text.split('\n')
  const isCode = codeLines(lines)
  const seen = new Map<string, number>()
  return lines.flatMap((line, lineIndex) => {
    const [, marks, title] = /^(#{1,6}) +(.*?) *#*$/.exec(line) ?? []
    if (isCode[lineIndex] || marks === undefined || title === undefined) return []
    const plain = slugOf(title)
    const count = seen.get(plain) ?? 0
    seen.set(plain, count + 1)
    const slug = count === 0 ? plain : `${plain}-${count}`
    return [{ level: marks.length, text: title, slug, lineIndex }]
  })
}

/**
 * A section of a document as a document of its own: its heading becomes the title.
 * @throws Error if there is no such section
 */
export function takeSection(text: string, slug: string): string {
  const headings = headingsOf(text)
  const first = headings.find((heading) => heading.slug === slug)
  if (!first) throw new Error(`There is no section "#${slug}".`)
  const next = headings.find(
    ({ level, lineIndex }) => lineIndex > first.lineIndex && level <= first.level,
  )
  const lines = text.split('\n')
  for (const { lineIndex } of headings) {
    lines[lineIndex] = lines[lineIndex]?.slice(first.level - 1) ?? ''
  }
  return `${lines.slice(first.lineIndex, next?.lineIndex).join('\n').trimEnd()}\n`
}
