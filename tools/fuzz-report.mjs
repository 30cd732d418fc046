/** The table that `npm run fuzz -- --report` keeps in `bench/FUZZ.md`: a row for each reader. */

import { readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { projectFolder } from './setup.mjs'

const FILE = `${projectFolder}/bench/FUZZ.md`

const HEAD = `# Damaged files

\`npm run fuzz -- --report\` makes damaged files, lets Overlane read them, and keeps this table. It writes a
row only if no file crashed the reader or took it longer than 5 seconds, and none lost without a word a
record or a frame that an independent reader of the test still sees. The number of a file is its seed, so the
same command makes the same files. \`npm run fuzz -- csv 150000\` tries one reader.

| reader | files | crashed, hung or lost | what became of them | longest, ms of CPU | more memory, MB | seeds | machine | date |
| --- | --: | --: | --- | --: | --: | --- | --- | --- |
`

/**
 * Writes or replaces the row of a reader.
 * @param {string} reader
 * @param {Readonly<Record<string, number>>} figures of its test; the first is the number of files
 * @param {readonly string[]} order all readers, in the order of their rows
 */
export function reportFigures(reader, figures, order) {
  const {
    'ms of CPU at most': longestMs,
    'MB more memory at most': memoryMB,
    ...counts
  } = /** @type {Record<string, number>} */ (figures)
  const [[, fileCount] = ['', 0], ...outcomes] = Object.entries(counts)
  const became = outcomes.map(([what, count]) => `${grouped(count)} ${what}`).join(', ')
  const seeds = `0 to ${grouped(fileCount - 1)}`
  const date = new Date().toISOString().slice(0, 10)
  const cells = [
    reader,
    grouped(fileCount),
    0,
    became,
    grouped(longestMs),
    grouped(memoryMB),
    seeds,
    machine(),
    date,
  ]
  const rows = new Map(earlierRows())
  rows.set(reader, `| ${cells.join(' | ')} |`)
  const sorted = order.flatMap((name) => rows.get(name) ?? [])
  writeFileSync(FILE, `${HEAD}${sorted.join('\n')}\n`)
}

/** @returns {[reader: string, row: string][]} */
function earlierRows() {
  let text = ''
  try {
    text = readFileSync(FILE, 'utf8')
  } catch {
    // This is the first row.
  }
  return [...text.matchAll(/^\| (\w+) \| [\d,]+ \|.*$/gm)].map(([row, reader = '']) => [
    reader,
    row,
  ])
}

/** @param {number | undefined} count */
function grouped(count) {
  return count === undefined ? '' : count.toLocaleString('en-US')
}

function machine() {
  const cpu = os.cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown'
  return `${os.availableParallelism()} × ${cpu}, Node ${process.version}`
}
