import { xxhash32 } from '../../codec/xxhash32.ts'
import { randomUnit } from '../../sample/seeded-random.ts'

/**
 * Draws a sample of what a run has finished. The same run always gives the same sample.
 * @param run from the manifest
 * @param stream each number gives another sample
 * @param count how many times something is drawn; what is drawn twice is in the sample once
 */
export function drawSample<Item>(
  run: string,
  stream: number,
  items: readonly Item[],
  count: number,
): Set<Item> {
  const seed = xxhash32(new TextEncoder().encode(run))
  const sample = new Set<Item>()
  for (let draw = 0; draw < Math.min(count, items.length); draw++) {
    const item = items[Math.floor(randomUnit(seed, stream, draw) * items.length)]
    if (item !== undefined) sample.add(item)
  }
  return sample
}
