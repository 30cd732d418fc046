/** Pictures for tests of codecs: opaque RGBA, 4 bytes per pixel, row by row. */

export interface TestPicture {
  widthPx: number
  heightPx: number
  rgba: Uint8ClampedArray
}

type Colour = readonly [red: number, green: number, blue: number]

/** Numbers in [0, 1) that depend only on the seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function paintPicture(
  widthPx: number,
  heightPx: number,
  colourAt: (x: number, y: number) => Colour,
): TestPicture {
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) rgba.set([...colourAt(x, y), 255], (y * widthPx + x) * 4)
  }
  return { widthPx, heightPx, rgba }
}

/** Like a camera picture: smooth light, hard edges, and some grain. */
export function scenePicture(widthPx: number, heightPx: number, seed: number): TestPicture {
  const random = seededRandom(seed)
  const discs = Array.from({ length: 12 }, () => ({
    x: random() * widthPx,
    y: random() * heightPx,
    radius: (0.03 + random() * 0.15) * Math.max(widthPx, heightPx),
    colour: [random() * 255, random() * 255, random() * 255] as const,
  }))
  return paintPicture(widthPx, heightPx, (x, y) => {
    const disc = discs.find((d) => Math.hypot(x - d.x, y - d.y) < d.radius)
    const [red, green, blue] = disc?.colour ?? [
      90 + 60 * Math.sin(x / 37),
      110 + (100 * y) / heightPx,
      200 - (90 * y) / heightPx,
    ]
    const grain = (random() - 0.5) * 12
    return [red + grain, green + grain, blue + grain]
  })
}

/** Every sample of every pixel is random. */
export function noisePicture(widthPx: number, heightPx: number, seed: number): TestPicture {
  const random = seededRandom(seed)
  return paintPicture(widthPx, heightPx, () => [random() * 255, random() * 255, random() * 255])
}
