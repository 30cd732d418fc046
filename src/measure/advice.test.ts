import { describe, expect, test } from 'vitest'
import { adviseOn } from './advice.ts'
import type { AdviceContext } from './advice.ts'
import type { Expense, StageExpense } from './stage-expense.ts'

const frameMs = { median: 1, least: 1, most: 1 }
const expense = (share: number): Expense => ({ seconds: share, share, frameMs })

/** Shares of load, match, draw and save; `disk` is the disk's part of load and save. */
function profile(load: number, match: number, draw: number, save: number, disk = 0.5) {
  const coded = (stage: 'load_frame' | 'save_frame', share: number): StageExpense => ({
    stage,
    ...expense(share),
    parts: { disk: expense(share * disk), codec: expense(share * (1 - disk)), codecSteps: [] },
  })
  return {
    stages: [
      coded('load_frame', load),
      { stage: 'get_sensor_data' as const, ...expense(match), parts: null },
      { stage: 'render' as const, ...expense(draw), parts: null },
      coded('save_frame', save),
    ],
  }
}

const context: AdviceContext = {
  plannedCount: 75,
  coreCount: 8,
  output: { mode: 'sequential', numWorkers: 'all_cores' },
}

const kinds = (...args: Parameters<typeof adviseOn>): string[] =>
  adviseOn(...args).map(({ kind }) => kind)

describe('advice from a profile', () => {
  test('load + save over 50 %: I/O bound, use parallel', () => {
    const [advice] = adviseOn(profile(0.3, 0.1, 0.39, 0.21), context)
    expect(advice).toMatchObject({
      kind: 'io-bound',
      apply: { mode: 'parallel', numWorkers: 'auto' },
    })
    expect(advice?.text).toContain('take 51 % of the time')
    expect(kinds(profile(0.25, 0.2, 0.3, 0.25), context)).toEqual(['balanced'])
  })

  test('says whether the disk or the codec takes the time', () => {
    const text = (disk: number) => adviseOn(profile(0.4, 0, 0.1, 0.5, disk), context)[0]?.text
    expect(text(0.9)).toContain('(81 % disk, 9 % decoding and encoding)')
    expect(text(0.9)).toContain('A faster disk')
    expect(text(0.1)).toContain('decoded and encoded on all 8 cores')
    const spliced = profile(0.4, 0, 0.1, 0.5, 0.1)
    spliced.stages[3]?.parts?.codecSteps.push({ step: 'splice', ...expense(0.45) })
    const [advice] = adviseOn(spliced, context)
    expect(advice?.text).toContain('9 % disk, 81 % walking through and splicing files')
    expect(advice?.text).toContain('spliced on all 8 cores')
  })

  test('does not advise parallel where it is on, but says what the limit is', () => {
    const output = { mode: 'parallel', numWorkers: 'auto' } as const
    const advice = (disk: number) =>
      adviseOn(profile(0.4, 0, 0.1, 0.5, disk), { ...context, output })[0]
    expect(advice(0.1)).toMatchObject({ kind: 'io-bound', apply: null })
    expect(advice(0.1)?.text).toMatch(/Parallel is on, so the codec is the limit\. JPEG is faster/)
    expect(advice(0.9)?.text).toMatch(/Parallel is on, so the disk is the limit\. A faster disk/)
  })

  test('render over 70 %: renderer bound, optimise renderers', () => {
    const [advice] = adviseOn(profile(0.1, 0.09, 0.71, 0.1), context)
    expect(advice).toMatchObject({ kind: 'renderer-bound', apply: null })
    expect(advice?.text).toContain('Optimise renderers')
    expect(kinds(profile(0.1, 0.1, 0.7, 0.1), context)).toEqual(['balanced'])
  })

  test('get_sensor_data over 30 %: data access bound', () => {
    expect(kinds(profile(0.2, 0.31, 0.29, 0.2), context)).toEqual(['data-access-bound'])
    expect(kinds(profile(0.2, 0.3, 0.3, 0.2), context)).toEqual(['balanced'])
  })

  test('under 50 frames sequential is fine, over 100 use parallel', () => {
    const balanced = profile(0.25, 0.2, 0.3, 0.25)
    const of = (plannedCount: number) => adviseOn(balanced, { ...context, plannedCount }).at(-1)
    expect(of(49)).toMatchObject({ kind: 'few-frames', apply: null })
    expect(of(50)?.kind).toBe('balanced')
    expect(of(100)?.kind).toBe('balanced')
    expect(of(101)).toMatchObject({ kind: 'many-frames', apply: { mode: 'parallel' } })
  })

  test('offers no settings that are already set, and no settings that contradict each other', () => {
    const io = profile(0.4, 0, 0.1, 0.5)
    const output = { mode: 'parallel', numWorkers: 'auto' } as const
    const offered = (plannedCount: number, set: AdviceContext['output']) =>
      adviseOn(io, { ...context, plannedCount, output: set }).map(({ apply }) => apply)
    expect(offered(1000, output)).toEqual([null, null])
    expect(offered(20, output)).toEqual([null, { mode: 'sequential' }])
    expect(offered(1000, context.output)).toEqual([{ mode: 'parallel', numWorkers: 'auto' }, null])
  })
})
