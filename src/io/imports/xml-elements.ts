import { readTextBlocks } from './text-stream.ts'

/** An element of an XML file, as text. */
export interface XmlElement {
  name: string
  /** From its opening to its closing tag. */
  text: string
  /** 1-based line on which it begins. */
  line: number
  /** Null: it is complete. Else what is wrong with it, as a clause. */
  fault: string | null
}

/** A point of a track is far shorter. */
const LONGEST_ELEMENT = 1 << 20

/**
 * Finds elements by their names, without their namespaces, and reads the file in pieces. An element
 * inside another one that was found is a part of its text. Comments and CDATA are left out.
 */
export async function* findXmlElements(
  file: Blob,
  names: readonly string[],
  report: (share: number) => void,
): AsyncGenerator<XmlElement, void> {
  const opening = new RegExp(
    `<!--|<!\\[CDATA\\[|<((?:[\\w.-]+:)?(?:${names.join('|')}))(?=[\\s/>])`,
    'g',
  )
  let text = ''
  let line = 1
  const skip = (length: number): void => {
    line += countLines(text, length)
    text = text.slice(length)
  }
  for await (const block of readTextBlocks(file, report)) {
    text += block
    let done = 0
    let doneLine = line
    for (;;) {
      opening.lastIndex = done
      const found = opening.exec(text)
      if (!found) {
        // A tag may be cut by the end of the block.
        done = Math.max(done, Math.max(text.lastIndexOf('<'), 0))
        break
      }
      const end = endOf(text, found.index, found[1])
      doneLine += countLines(text, found.index, done)
      done = found.index
      const next = nextOpening(text, done + found[0].length, end, found[1])
      if (next >= 0) {
        // What closes it is gone: it must not take the next one with it.
        yield named(found[1], doneLine, 'it does not end before the next one')
        doneLine += countLines(text, next, done)
        done = next
        continue
      }
      if (end < 0) {
        if (text.length - done <= LONGEST_ELEMENT) break
        yield named(found[1], doneLine, 'it does not end')
        doneLine += countLines(text, done + found[0].length, done)
        done += found[0].length
        continue
      }
      const element = text.slice(done, end)
      if (found[1] !== undefined) {
        yield { name: withoutPrefix(found[1]), text: element, line: doneLine, fault: null }
      }
      doneLine += countLines(text, end, done)
      done = end
    }
    skip(done)
  }
  opening.lastIndex = 0
  const cut = opening.exec(text)
  if (cut?.[1] !== undefined) {
    yield named(cut[1], line + countLines(text, cut.index), 'the file ends inside it')
  }

  function named(name: string | undefined, at: number, fault: string): XmlElement {
    return { name: withoutPrefix(name ?? 'comment'), text: '', line: at, fault }
  }
}

/** @param tag undefined: it is a comment or CDATA */
function endOf(text: string, start: number, tag: string | undefined): number {
  if (tag === undefined) {
    const close = text.startsWith('<!--', start) ? '-->' : ']]>'
    const end = text.indexOf(close, start + 4)
    return end < 0 ? -1 : end + close.length
  }
  const opened = text.indexOf('>', start)
  if (opened < 0) return -1
  if (text[opened - 1] === '/') return opened + 1
  const close = `</${tag}>`
  const end = text.indexOf(close, opened)
  return end < 0 ? -1 : end + close.length
}

/**
 * Where an element of the same name opens inside another one, with any namespace; -1: nowhere.
 * @param end of the outer one; negative where it is not known
 */
function nextOpening(text: string, from: number, end: number, tag: string | undefined): number {
  if (tag === undefined) return -1
  const opening = new RegExp(`<(?:[\\w.-]+:)?${withoutPrefix(tag)}(?=[\\s/>])`, 'g')
  opening.lastIndex = from
  const found = opening.exec(text)
  return found && (end < 0 || found.index < end) ? found.index : -1
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function countLines(text: string, end: number, start = 0): number {
  let count = 0
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    count++
  }
  return count
}
