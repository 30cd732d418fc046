/** Figures that were measured, as a table in a Markdown file. */

import { writeFileSync } from 'node:fs'
import os from 'node:os'

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
}

/** `5.00 (4.10 to 6.30)`: the median, the lowest and the highest. */
export function spread(values: readonly number[]): string {
  return `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`
}

/** Rows of a table, in the order in which they were measured. */
export class Figures {
  private readonly rows: string[] = []

  note(what: string, figure: string): void {
    this.rows.push(`| ${what} | ${figure} |`)
  }

  /**
   * @param file inside `bench/`
   * @param told lines above the table
   */
  write(file: string, heading: string, command: string, browserVersion: string, told = ''): void {
    const machine = `${os.cpus().length} × ${os.cpus()[0]?.model ?? '?'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`
    const day = new Date().toISOString().slice(0, 10)
    const text = [
      `# ${heading}`,
      '',
      `Measured on ${day} by \`${command}\` with Chromium ${browserVersion} (headless), Node ${process.version}, on ${machine}.`,
      ...(told === '' ? [] : [told]),
      '',
      '| what | figure |',
      '| --- | --- |',
      ...this.rows,
      '',
    ]
    writeFileSync(new URL(file, import.meta.url), text.join('\n'))
  }
}
