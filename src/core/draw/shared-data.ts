import type { Series } from '../time/series.ts'
import type { OverlayImage } from './overlay-image.ts'

/** What all frames of a plan share, as data that can be cloned. Each worker gets it once. */
export interface SharedData {
  series: readonly Series[]
  /** By their paths inside the recording. */
  images: ReadonlyMap<string, OverlayImage>
}

export function sharedDataOf({ series, images }: SharedData): SharedData {
  return { series, images }
}
