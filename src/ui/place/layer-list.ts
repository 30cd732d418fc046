import type { RendererConfig } from '../../index.ts'

/** A list of renderers after a change, and which of them are chosen. */
export interface Rearranged {
  renderers: RendererConfig[]
  chosenIndexes: number[]
}

/**
 * Moves renderers to another place in the draw order. Among themselves they keep their order.
 * @param before the renderer in front of which they are put; the length of the list: at the end
 */
export function moveLayers(
  list: readonly RendererConfig[],
  indexes: readonly number[],
  before: number,
): Rearranged {
  const isMoved = (index: number): boolean => indexes.includes(index)
  const moved = list.filter((_, index) => isMoved(index))
  const head = list.filter((_, index) => index < before && !isMoved(index))
  const tail = list.filter((_, index) => index >= before && !isMoved(index))
  return {
    renderers: [...head, ...moved, ...tail],
    chosenIndexes: moved.map((_, each) => head.length + each),
  }
}

/** Moves a renderer by one: -1 is drawn earlier, 1 later and so on top. */
export function stepLayer(
  list: readonly RendererConfig[],
  index: number,
  step: -1 | 1,
): Rearranged | null {
  const target = index + step
  if (target < 0 || target >= list.length) return null
  return moveLayers(list, [index], step < 0 ? target : target + 1)
}

/** Puts a copy of each on top of it. The copies are chosen. */
export function duplicateLayers(
  list: readonly RendererConfig[],
  indexes: readonly number[],
  copy: (renderer: RendererConfig, index: number) => RendererConfig,
): Rearranged {
  const renderers: RendererConfig[] = []
  const chosenIndexes: number[] = []
  list.forEach((renderer, index) => {
    renderers.push(renderer)
    if (!indexes.includes(index)) return
    chosenIndexes.push(renderers.length)
    renderers.push(copy(renderer, index))
  })
  return { renderers, chosenIndexes }
}

/** Takes renderers away. Of the others, the one that takes the place of the first is chosen. */
export function removeLayers(
  list: readonly RendererConfig[],
  indexes: readonly number[],
): Rearranged {
  const renderers = list.filter((_, index) => !indexes.includes(index))
  const next = Math.min(Math.min(...indexes), renderers.length - 1)
  return { renderers, chosenIndexes: next >= 0 ? [next] : [] }
}
