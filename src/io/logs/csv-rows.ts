/** A row of a CSV file. */
export interface CsvRow {
  /** 1-based line of the file that the row begins on. */
  line: number
  cells: string[]
  /** The first cell that begins with a quote which does not close it; null where there is none. */
  strayQuote: string | null
  /** Lines inside a cell in quotes that look like rows of their own. */
  innerRowCount: number
}

/** A quote that closes so far away was most likely not meant to open a cell. */
const MOST_LINES_OF_CELL = 100

/**
 * Splits lines into rows. A cell in quotes may contain delimiters, doubled quotes and line ends. The
 * quote that closes it stands before a delimiter or at the end of a line. Where there is none, or
 * where a line before it looks like a row, the opening quote is text. So a stray quote never takes
 * the rows after it with it.
 */
export class CsvRows implements Iterable<CsvRow> {
  private readonly lines: LineQueue
  /** The delimiter of the first line that is not empty. */
  readonly delimiter: string
  /** Cells of the header; null until it was read. */
  private columnCount: number | null = null

  /**
   * @param lines without their ends
   * @param findDelimiter tells the delimiter of a header
   */
  constructor(lines: Iterable<string>, findDelimiter: (header: string) => string) {
    this.lines = new LineQueue(lines)
    while (this.lines.peek()?.trim() === '') this.lines.take()
    this.delimiter = findDelimiter(this.lines.peek() ?? '')
  }

  /** The next row that is not empty, null at the end. The first one is the header. */
  next(): CsvRow | null {
    for (let text = this.lines.take(); text !== null; text = this.lines.take()) {
      if (text.trim() === '') continue
      const line = this.lines.takenCount
      const row = text.includes('"')
        ? this.splitQuoted(text, line)
        : { line, cells: text.split(this.delimiter), strayQuote: null, innerRowCount: 0 }
      this.columnCount ??= row.cells.length
      return row
    }
    return null
  }

  *[Symbol.iterator](): Generator<CsvRow> {
    for (let row = this.next(); row; row = this.next()) yield row
  }

  private splitQuoted(firstLine: string, line: number): CsvRow {
    const row: CsvRow = { line, cells: [], strayQuote: null, innerRowCount: 0 }
    let text = firstLine
    for (let start = 0; start <= text.length;) {
      const quoted = text[start] === '"' ? this.readQuoted(text, start, row.cells) : null
      const end = quoted?.end ?? endOfCell(text, start, this.delimiter)
      const cell = quoted?.cell ?? text.slice(start, end)
      if (!quoted && text[start] === '"') row.strayQuote ??= cell
      row.cells.push(cell)
      row.innerRowCount += quoted?.innerRowCount ?? 0
      text = quoted?.text ?? text
      start = end + this.delimiter.length
    }
    return row
  }

  /** The cell in quotes that begins at `start`, with its lines taken; null where it is none. */
  private readQuoted(
    text: string,
    start: number,
    cellsBefore: readonly string[],
  ): { cell: string; text: string; end: number; innerRowCount: number } | null {
    let longer = text
    let from = start + 1
    let innerRowCount = 0
    for (let lineCount = 0; lineCount <= MOST_LINES_OF_CELL; lineCount++) {
      const quote = findClosingQuote(longer, from)
      if (quote >= 0) {
        const end = quote + 1 + countSpaces(longer, quote + 1)
        const isClosed = end === longer.length || longer.startsWith(this.delimiter, end)
        if (!isClosed) return null
        for (let taken = 0; taken < lineCount; taken++) this.lines.take()
        const cell = longer.slice(start + 1, quote).replaceAll('""', '"')
        return { cell, text: longer, end, innerRowCount }
      }
      const next = this.lines.peek(lineCount)
      const isBeyondHeader = this.columnCount !== null && cellsBefore.length >= this.columnCount
      if (next === null || isBeyondHeader) return null
      const opened = text.slice(start + 1, endOfCell(text, start, this.delimiter))
      // The cell itself tells only where nothing before it does: a text may begin with a number.
      const known = cellsBefore.some(isFigure) ? cellsBefore : [...cellsBefore, opened]
      if (this.looksLikeRow(next, known)) return null
      if (isFigure(next) && next.includes(this.delimiter)) innerRowCount++
      from = longer.length + 1
      longer += `\n${next}`
    }
    return null
  }

  /**
   * Whether a line has as many cells as the header, and numbers or dates where the row before it has
   * them. Where that has none, no quote may be in it. Below the header's own line, one number is
   * enough.
   * @param cells of the row before it, up to the one that a quote opens, or up to the one before
   */
  private looksLikeRow(line: string, cells: readonly string[]): boolean {
    const own = line.split(this.delimiter)
    if (own.length < 2) return false
    if (this.columnCount === null) return own.some(isFigure)
    const figures = cells.flatMap((cell, index) => (isFigure(cell) ? [index] : []))
    if (own.length !== this.columnCount) return false
    return figures.length > 0
      ? figures.every((index) => isFigure(own[index] ?? ''))
      : !line.includes('"')
  }
}

/** A number, or a date. */
function isFigure(cell: string): boolean {
  return /^\s*[-+]?[\d.]/.test(cell)
}

function endOfCell(text: string, start: number, delimiter: string): number {
  const end = text.indexOf(delimiter, start)
  return end < 0 ? text.length : end
}

/** The next quote that is not doubled, -1 where there is none. */
function findClosingQuote(text: string, from: number): number {
  let quote = text.indexOf('"', from)
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  return quote
}

function countSpaces(text: string, from: number): number {
  let end = from
  while (text[end] === ' ') end++
  return end - from
}

/** Lines that can be looked at before they are taken. */
class LineQueue {
  takenCount = 0
  private readonly lines: Iterator<string>
  private readonly waiting: string[] = []

  constructor(lines: Iterable<string>) {
    this.lines = lines[Symbol.iterator]()
  }

  /** @param ahead how many lines after the next one */
  peek(ahead = 0): string | null {
    while (this.waiting.length <= ahead) {
      const next = this.lines.next()
      if (next.done) return null
      this.waiting.push(next.value)
    }
    return this.waiting[ahead] ?? null
  }

  take(): string | null {
    const line = this.peek()
    if (line === null) return null
    this.takenCount++
    this.waiting.shift()
    return line
  }
}
