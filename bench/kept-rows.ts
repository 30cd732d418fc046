/** Tables of which a command measures only a part: the other rows stay. */

type Row = readonly string[]

/** A Markdown table. */
export function formatTable(head: Row, rows: readonly Row[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/**
 * The rows of a published table, each replaced by the new row with the same first cell, and then the
 * rows that are new.
 * @param published a Markdown text; without this table, all rows are new
 */
export function mergeRows(published: string, head: Row, rows: readonly Row[]): Row[] {
  const merged = new Map<string, Row>()
  for (const row of [...readRows(published, head), ...rows]) merged.set(row[0] ?? '', row)
  return [...merged.values()]
}

function readRows(text: string, head: Row): Row[] {
  const lines = text.split('\n').map(cellsOf)
  const start = lines.findIndex((cells) => cells.join('|') === head.join('|'))
  if (start < 0) return []
  const rows = lines.slice(start + 2)
  const end = rows.findIndex((cells) => cells.length < head.length)
  return rows.slice(0, end < 0 ? rows.length : end)
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}
