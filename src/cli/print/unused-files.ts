import { formatCount, formatQuantity } from '../../index.ts'
import type { FileUse } from '../../index.ts'
import type { UnusedFile } from '../browser/page-messages.ts'
import { harmlessName } from './harmless-text.ts'

const LISTED = 20

const PURPOSES: Readonly<Record<FileUse, string>> = {
  frames: 'as the frames',
  log: 'as a log',
  times: 'as the timestamps',
  calibration: 'as the calibration',
}

/** Why files are not used, and what to write into `overlane.yaml` to use them; none if all are used. */
export function unusedFileLines(files: readonly UnusedFile[]): string[] {
  if (files.length === 0) return []
  const lines = files.slice(0, LISTED).map(({ path, fileCount, text, choices }) => {
    const place = path === '.' ? 'the folder itself' : harmlessName(path)
    const name = fileCount > 1 ? `${formatQuantity(fileCount, 'image')} in ${place}` : place
    const ways = choices.map(({ use, setting }) => ` To use it ${PURPOSES[use]}: ${setting}`)
    return `  ${name}: ${text}${ways.join(';').replace(/^;/, '')}`
  })
  const more = files.length - lines.length
  return ['', 'Not used:', ...lines, ...(more > 0 ? [`  and ${formatCount(more)} more`] : [])]
}
