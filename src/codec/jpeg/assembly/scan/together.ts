/** Walks with all streams at once: see stream.ts. */

import { ALONE, BLOCK_END } from './huffman'
import {
  ADVANCE,
  LEFT,
  NEXT,
  STATE,
  advanceOf,
  bitsOf,
  firstByte,
  lookUp,
  readAlone,
  saveStream,
  stepsOf,
  streamOf,
} from './stream'

/** To walk fewer steps together is not worth it. */
const LEAST_STEPS: u32 = 16

/**
 * Goes on until a stream ends. The processor takes a step of each stream at the same time, because
 * they do not depend on each other. The step of `walkStream` stands here four times: a call inside
 * the loop would take all variables out of its registers. So a code that must be read alone ends the
 * loop, too.
 */
export function walkTogether(): void {
  const first = firstByte
  const a = streamOf(0)
  const b = streamOf(1)
  const c = streamOf(2)
  const d = streamOf(3)
  while (true) {
    let steps = min(min(stepsOf(a), stepsOf(b)), min(stepsOf(c), stepsOf(d)))
    if (steps < LEAST_STEPS) return
    let leftA = load<u32>(a, LEFT)
    let leftB = load<u32>(b, LEFT)
    let leftC = load<u32>(c, LEFT)
    let leftD = load<u32>(d, LEFT)
    let stateA = load<usize>(a, STATE)
    let stateB = load<usize>(b, STATE)
    let stateC = load<usize>(c, STATE)
    let stateD = load<usize>(d, STATE)
    let advanceA = load<i32>(a, ADVANCE)
    let advanceB = load<i32>(b, ADVANCE)
    let advanceC = load<i32>(c, ADVANCE)
    let advanceD = load<i32>(d, ADVANCE)
    let nextA = load<usize>(a, NEXT)
    let nextB = load<usize>(b, NEXT)
    let nextC = load<usize>(c, NEXT)
    let nextD = load<usize>(d, NEXT)
    for (; steps > 0; steps--) {
      const entryA = lookUp(first, leftA, stateA)
      const sumA = advanceA + advanceOf(entryA)
      if (sumA & ALONE) break
      leftA -= bitsOf(entryA)
      const isEndA = <i32>(sumA >= BLOCK_END)
      store<u32>(nextA, leftA)
      nextA += isEndA << 2
      stateA = load<usize>(stateA + (isEndA << 2), 4)
      advanceA = sumA & (isEndA - 1)

      const entryB = lookUp(first, leftB, stateB)
      const sumB = advanceB + advanceOf(entryB)
      if (sumB & ALONE) break
      leftB -= bitsOf(entryB)
      const isEndB = <i32>(sumB >= BLOCK_END)
      store<u32>(nextB, leftB)
      nextB += isEndB << 2
      stateB = load<usize>(stateB + (isEndB << 2), 4)
      advanceB = sumB & (isEndB - 1)

      const entryC = lookUp(first, leftC, stateC)
      const sumC = advanceC + advanceOf(entryC)
      if (sumC & ALONE) break
      leftC -= bitsOf(entryC)
      const isEndC = <i32>(sumC >= BLOCK_END)
      store<u32>(nextC, leftC)
      nextC += isEndC << 2
      stateC = load<usize>(stateC + (isEndC << 2), 4)
      advanceC = sumC & (isEndC - 1)

      const entryD = lookUp(first, leftD, stateD)
      const sumD = advanceD + advanceOf(entryD)
      if (sumD & ALONE) break
      leftD -= bitsOf(entryD)
      const isEndD = <i32>(sumD >= BLOCK_END)
      store<u32>(nextD, leftD)
      nextD += isEndD << 2
      stateD = load<usize>(stateD + (isEndD << 2), 4)
      advanceD = sumD & (isEndD - 1)
    }
    saveStream(a, leftA, stateA, advanceA, nextA)
    saveStream(b, leftB, stateB, advanceB, nextB)
    saveStream(c, leftC, stateC, advanceC, nextC)
    saveStream(d, leftD, stateD, advanceD, nextD)
    if (steps == 0) continue
    readAlone(a)
    readAlone(b)
    readAlone(c)
    readAlone(d)
  }
}
