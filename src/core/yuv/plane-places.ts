import type { PlanePlace } from './blend-yuv.ts'

/** Where the planes of a picture are. */
export interface PlanePlaces {
  luma: PlanePlace
  blue: PlanePlace
  red: PlanePlace
}

/**
 * Where the samples of a picture of eight bits are, with chroma at half the size.
 * @param layout of two planes (NV12: blue and red in turn), or of three (I420)
 * @returns null for any other number of planes
 */
export function planePlaces(
  layout: readonly { offset: number; stride: number }[],
): PlanePlaces | null {
  const [luma, blue, red] = layout
  if (!luma || !blue || layout.length > 3) return null
  if (red) return { luma: place(luma), blue: place(blue), red: place(red) }
  const { offset, stride } = blue
  return {
    luma: place(luma),
    blue: { offset, stride, step: 2 },
    red: { offset: offset + 1, stride, step: 2 },
  }
}

function place({ offset, stride }: { offset: number; stride: number }): PlanePlace {
  return { offset, stride, step: 1 }
}
