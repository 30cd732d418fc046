import type { OwnModule } from '../own/own-module.ts'
import type { Series } from '../time/series.ts'
import type { OverlayImage } from './overlay-image.ts'

/** What all frames of a plan share, as data that can be cloned. Each worker gets it once. */
export interface SharedData {
  series: readonly Series[]
  /** By their paths inside the recording. */
  images: ReadonlyMap<string, OverlayImage>
  /** Of renderers of one's own, by their paths inside the recording. */
  modules: ReadonlyMap<string, OwnModule>
}

export function sharedDataOf({ series, images, modules }: SharedData): SharedData {
  return { series, images, modules }
}
