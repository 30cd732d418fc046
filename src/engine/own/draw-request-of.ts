import { readNumber } from '../../core/draw/parts/read-number.ts'
import { outlineOf, textBoxFont } from '../../core/draw/parts/text-box.ts'
import type { SharedData } from '../../core/draw/shared-data.ts'
import { seriesRequests } from '../../core/own/module-renderer.ts'
import type { OwnModule } from '../../core/own/own-module.ts'
import type { FrameJob, Layer } from '../../core/plan/frame-job.ts'
import { formatIso } from '../../core/time/clock.ts'
import { recordsBetween } from '../../core/time/match.ts'
import type { Series } from '../../core/time/series.ts'
import type { DrawRequest } from '../../io/own/draw-request.ts'
import type { FrameSize } from '../frames/frame-size.ts'

export type OwnLayer = Extract<Layer, { type: 'own' }>

/** What the module of a layer is told about a frame. */
export function requestOf(
  { options, sample, series }: OwnLayer,
  job: FrameJob,
  module: OwnModule,
  { widthPx, heightPx }: FrameSize,
  shared: SharedData,
): DrawRequest {
  const { frameIndex, timestampMs, recordingRangeMs, timeZone, referenceHeightPx } = job
  const own = options.options
  const numbers = Object.entries(module.specs).flatMap(([name, spec]) =>
    spec.kind === 'field' ? [[name, readNumber(sample, String(own[name]))] as const] : [],
  )
  const { position, panel } = options
  return {
    input: {
      frameIndex,
      timestampMs,
      recordingRangeMs,
      localTime: formatIso(timestampMs, timeZone),
      options: own,
      record: sample?.record ?? null,
      numbers: Object.fromEntries(numbers),
      font: textBoxFont(options),
      color: options.textColor,
      outline: outlineOf(options),
    },
    series: curvesOf(module, own, series, timestampMs, shared),
    frame: { widthPx, heightPx },
    referenceHeightPx,
    box: { position, panel },
  }
}

/** The curves that the module asked for, in its order; one that no field was chosen for is empty. */
function curvesOf(
  module: OwnModule,
  options: OwnLayer['options']['options'],
  indexes: readonly number[],
  frameMs: number,
  { series }: SharedData,
): DrawRequest['series'] {
  let next = 0
  return seriesRequests(module, options).map((request) => {
    const found = request ? series[indexes[next++] ?? -1] : undefined
    if (!request || !found) return { timesMs: new Float64Array(), values: new Float64Array() }
    const { windowMs } = request
    return windowMs === null
      ? { timesMs: found.timesMs, values: found.values }
      : around(found, frameMs - windowMs, frameMs + windowMs)
  })
}

/** The records between two times, and one more on each side. */
function around(
  { timesMs, values }: Series,
  fromMs: number,
  toMs: number,
): DrawRequest['series'][number] {
  const [first, end] = recordsBetween(timesMs, fromMs, toMs)
  return { timesMs: timesMs.slice(first, end), values: values.slice(first, end) }
}
