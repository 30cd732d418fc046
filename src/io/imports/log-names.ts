import { extensionOf } from '../../core/recording/image-format.ts'

/** What logs are mostly called. Inside a folder, they are recognised by what is in them. */
export const LOG_EXTENSIONS = [
  '.mcap',
  '.gpx',
  '.tcx',
  '.fit',
  '.nmea',
  '.srt',
  '.csv',
  '.tsv',
  '.jsonl',
  '.ndjson',
  '.log',
  '.txt',
]

export function isLogName(fileName: string): boolean {
  return LOG_EXTENSIONS.includes(extensionOf(fileName))
}
