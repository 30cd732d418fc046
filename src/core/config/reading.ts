import { namedImages } from './named-images.ts'
import { namedModules } from './named-modules.ts'
import type { OverlayConfig } from './overlay-config.ts'

/**
 * The part of a configuration that decides how a folder is read, as text that can be compared. If it
 * changes, the folder must be opened again. The time zone matters only for log times without a zone.
 */
export function readingOf(config: OverlayConfig): string {
  const { recording, sensors } = config
  const timeColumns = Object.entries(sensors)
    .filter(([, { timeColumn }]) => timeColumn !== null)
    .map(([name, { file, timeColumn, timeUnit }]) => [file ?? name, timeColumn, timeUnit])
  return JSON.stringify([recording, timeColumns.sort(), namedImages(config), namedModules(config)])
}
