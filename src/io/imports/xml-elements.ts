import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { readTextBlocks } from './text-stream.ts'

/** An element of an XML file, as text. */
export interface XmlElement {
  /** `COMMENT`: a comment or CDATA that does not end. */
  name: string
  /** From its opening to its closing tag. */
  text: string
  /** 1-based line on which it begins. */
  line: number
  /** Null: it is complete. Else what is wrong with it, as a clause. */
  fault: string | null
}

/** No element has this name. */
export const COMMENT = '!'

/** A point of a track is far shorter. */
const LONGEST_ELEMENT = 1 << 20

/**
 * Finds elements by their names, without their namespaces, and reads the file in pieces. An element
 * inside another one that was found is a part of its text. Comments and CDATA are left out; one that
 * does not end is told, and what follows it is read.
 */
export async function* findXmlElements(
  file: Blob,
  names: readonly string[],
  report: (share: number) => void,
): AsyncGenerator<XmlElement, void> {
  const tags = `<((?:[\\w.-]+:)?(?:${names.join('|')}))(?=[\\s/>])`
  let opening = new RegExp(`<!--|<!\\[CDATA\\[|${tags}`, 'g')
  let text = ''
  let line = 1
  for await (const { block, isLast } of withLast(readTextBlocks(file, report))) {
    text += block
    let done = 0
    const skipTo = (index: number): void => {
      line += countLines(text, index, done)
      done = index
    }
    for (;;) {
      opening.lastIndex = done
      const found = opening.exec(text)
      if (!found) {
        // A tag may be cut by the end of the block.
        skipTo(Math.max(done, text.lastIndexOf('<')))
        break
      }
      const [{ length }, tag] = found
      skipTo(found.index)
      const next = nextOpening(text, done + length, tag)
      const end = endOf(text.slice(done, next ?? text.length), tag)
      if (end !== null) {
        const element = text.slice(done, done + end)
        if (tag !== undefined) yield { name: withoutPrefix(tag), text: element, line, fault: null }
        skipTo(done + end)
        continue
      }
      if (next === null && !isLast && text.length - done <= LONGEST_ELEMENT) break
      if (tag === undefined) {
        yield { name: COMMENT, text: '', line, fault: 'it does not end' }
        // The others may be wrong, too. To look for the end of each would take too long.
        opening = new RegExp(tags, 'g')
      } else {
        // Where what closes it is gone, it must not take the next one with it.
        const fault = next !== null ? 'it does not end before the next one' : 'it does not end'
        const told = next === null && isLast ? 'the file ends inside it' : fault
        yield { name: withoutPrefix(tag), text: '', line, fault: told }
      }
      skipTo(next ?? done + length)
    }
    text = text.slice(done)
  }
}

/** Tells of a comment or CDATA that does not end. @param file path inside the recording */
export function unendedComment({ line }: XmlElement, file: string): Problem {
  const fault = `is damaged: the comment that begins on line ${line} does not end. The text behind its beginning is read as if it were no comment.`
  return problem('warning', 'sensor-invalid', { subject: file, fault }, { file })
}

async function* withLast(
  blocks: AsyncIterable<string>,
): AsyncGenerator<{ block: string; isLast: boolean }, void> {
  for await (const block of blocks) yield { block, isLast: false }
  yield { block: '', isLast: true }
}

/**
 * Where a text that begins with an element ends it; null: nowhere.
 * @param tag undefined: it is a comment or CDATA
 */
function endOf(text: string, tag: string | undefined): number | null {
  if (tag === undefined) return after(text, text.startsWith('<!--') ? '-->' : ']]>', 4)
  const opened = after(text, '>', 0)
  if (opened === null || text[opened - 2] === '/') return opened
  return after(text, `</${tag}>`, opened)
}

function after(text: string, sign: string, from: number): number | null {
  const index = text.indexOf(sign, from)
  return index < 0 ? null : index + sign.length
}

/** Where an element of the same name opens, with any namespace; null: nowhere. */
function nextOpening(text: string, from: number, tag: string | undefined): number | null {
  if (tag === undefined) return null
  const opening = new RegExp(`<(?:[\\w.-]+:)?${withoutPrefix(tag)}(?=[\\s/>])`, 'g')
  opening.lastIndex = from
  return opening.exec(text)?.index ?? null
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function countLines(text: string, end: number, start: number): number {
  let count = 0
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    count++
  }
  return count
}
