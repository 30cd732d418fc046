/** Figures that were measured, as a table in a Markdown file. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { formatTable, mergeRows } from './kept-rows.ts'
import { describeMachine } from './machine.ts'

const HEAD = ['what', 'figure', 'date']

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
}

/** `5.00 (4.10 to 6.30)`: the median, the lowest and the highest. */
export function spread(values: readonly number[]): string {
  return `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`
}

/** `5.00 (4.80 to 5.30)`: the median, and the quartiles, between which half of the values are. */
export function quartiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): string =>
    (sorted[Math.floor(share * sorted.length)] ?? NaN).toFixed(2)
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`
}

/** Rows of a table, in the order in which they were measured. Rows that are not measured again stay. */
export class Figures {
  private readonly rows: string[][] = []
  private readonly day = new Date().toISOString().slice(0, 10)

  note(what: string, figure: string): void {
    this.rows.push([what, figure, this.day])
  }

  /**
   * @param file inside `bench/`
   * @param told lines above the table
   */
  write(file: string, heading: string, command: string, browserVersion: string, told = ''): void {
    const path = new URL(file, import.meta.url)
    const published = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const text = [
      `# ${heading}`,
      '',
      `Measured by \`${command}\` with Chromium ${browserVersion} (headless), Node ${process.version}, on ${describeMachine()}.`,
      ...(told === '' ? [] : [told]),
      '',
      formatTable(HEAD, mergeRows(published, HEAD, this.rows)),
      '',
    ]
    writeFileSync(path, text.join('\n'))
  }
}
