import type { Picture } from './jpeg-pixels.ts'
import { seededNumbers } from './seeded-numbers.ts'

/** A picture with gradients, waves, edges and noise in all three colours. */
export function seededPicture(seed: number, widthPx: number, heightPx: number): Picture {
  const random = seededNumbers(seed)
  const channels = [0, 1, 2].map(() => ({
    base: 60 + 140 * random(),
    slope: 120 * (random() - 0.5),
    wave: 0.05 + 0.5 * random(),
    noise: 50 * random(),
    edge: Math.floor(random() * widthPx),
  }))
  const rgb = new Float64Array(3 * widthPx * heightPx)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      channels.forEach(({ base, slope, wave, noise, edge }, channel) => {
        const value =
          base +
          slope * (x / widthPx - y / heightPx) +
          40 * Math.sin(x * wave) * Math.cos(y * wave * 0.7) +
          noise * (random() - 0.5) +
          (x > edge ? 60 : 0)
        rgb[3 * (y * widthPx + x) + channel] = Math.min(255, Math.max(0, Math.round(value)))
      })
    }
  }
  return { widthPx, heightPx, rgb }
}
