import { expect, test } from 'vitest'
import { newRendererConfig } from '../../index.ts'
import type { FrameJob, RendererConfig } from '../../index.ts'
import { scaleOptions } from './scale-options.ts'
import { withDragged } from './with-dragged.ts'

const chart = newRendererConfig('chart', [])
/** As the plan hands it to a worker, which draws in other units. */
function jobOf({ options, type }: RendererConfig): FrameJob {
  const layer = { type, rendererIndex: 1, options: { ...options, unit: 'mph' } }
  return { frameIndex: 3, layers: [layer] } as unknown as FrameJob
}

test('what is dragged has its new lengths, and what the plan converted stays', () => {
  const other = newRendererConfig('speed', [])
  const dragged = scaleOptions(chart, 2)
  const job = withDragged(jobOf(chart), [other, chart], [other, dragged])
  expect(job.frameIndex).toBe(3)
  expect(job.layers[0]?.options).toEqual({ ...dragged.options, unit: 'mph' })
})

test('without dragging the job stays as it is', () => {
  const job = jobOf(chart)
  const list = [newRendererConfig('speed', []), chart]
  expect(withDragged(job, list, list)).toBe(job)
  expect(withDragged(job, list, [...list]).layers).toEqual(job.layers)
})
