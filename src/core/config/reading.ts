import type { OverlayConfig } from './overlay-config.ts'

/**
 * What of a configuration decides how a folder is read, as text to compare: where it differs, the
 * folder must be opened again. The time zone matters only to logs whose times have none.
 */
export function readingOf({ recording, sensors }: OverlayConfig): string {
  const timeColumns = Object.entries(sensors)
    .filter(([, { timeColumn }]) => timeColumn !== null)
    .map(([name, { file, timeColumn, timeUnit }]) => [file ?? name, timeColumn, timeUnit])
  return JSON.stringify([recording, timeColumns.sort()])
}
