/*
 * The seconds around the frame as a strip of colours, with a mark at the frame. In overlane.yaml:
 *
 *   - type: own
 *     module: heat_strip.js
 *     sensor: speed
 *     options: { field: speed, seconds: 10, low: 60, high: 90 }
 */

export const label = 'Heat strip'

export const options = {
  field: { kind: 'field', label: 'Field' },
  seconds: {
    kind: 'number',
    label: 'Before and after',
    default: 10,
    min: 0.1,
    max: 600,
    unit: 's',
  },
  low: { kind: 'number', label: 'Cold at', default: 0 },
  high: { kind: 'number', label: 'Hot at', default: 100 },
  width: { kind: 'number', label: 'Width', default: 420, min: 20, max: 8000, unit: 'px' },
  height: { kind: 'number', label: 'Height', default: 22, min: 4, max: 1000, unit: 'px' },
}

// The records that far before and after each frame.
export const series = [{ field: 'field', seconds: 'seconds' }]

const PARTS = 60

export function draw(surface, { options, numbers, series: [curve], timestampMs, font }) {
  const { seconds, low, high, width, height } = options
  const textHeight = font.sizePx * 1.2
  const box = surface.box({ widthPx: width, heightPx: height + textHeight })
  const strip = { x: box.x, y: box.y + textHeight, width, height }
  const value = numbers.field
  surface.label(
    value === null ? 'N/A' : value.toFixed(1),
    {
      x: box.x + width / 2,
      y: box.y + textHeight * 0.45,
    },
    { across: 'center', down: 'middle' },
  )

  surface.clipTo({ kind: 'rounded', rect: strip, radiusPx: height / 4 }, () => {
    surface.fillRect(strip, '#101418', 0.6)
    const partMs = (2 * seconds * 1000) / PARTS
    for (let part = 0; part < PARTS; part++) {
      const fromMs = timestampMs - seconds * 1000 + part * partMs
      const mean = meanBetween(curve, fromMs, fromMs + partMs)
      // Where the log says nothing, the strip stays dark.
      if (mean === null) continue
      const x = strip.x + (part * width) / PARTS
      const rect = { x, y: strip.y, width: width / PARTS + 0.5, height }
      surface.fillRect(rect, colorOf((mean - low) / (high - low)), 0.95)
    }
  })
  const x = box.x + width / 2
  const mark = [
    { x, y: strip.y - 2 },
    { x, y: strip.y + height + 2 },
  ]
  surface.strokeLine(mark, '#101418', font.sizePx / 5)
  surface.strokeLine(mark, 'white', font.sizePx / 9)
}

/** Of the records between two times; of the line between two records where there is none. */
function meanBetween({ timesMs, values }, fromMs, toMs) {
  let [sum, count] = [0, 0]
  for (let index = 0; index < timesMs.length; index++) {
    if (timesMs[index] < fromMs || timesMs[index] >= toMs || Number.isNaN(values[index])) continue
    sum += values[index]
    count++
  }
  if (count > 0) return sum / count
  const after = timesMs.findIndex((timeMs) => timeMs >= toMs)
  if (after < 1) return null
  const share = (toMs - timesMs[after - 1]) / (timesMs[after] - timesMs[after - 1])
  const between = values[after - 1] + share * (values[after] - values[after - 1])
  return Number.isNaN(between) ? null : between
}

/** Blue, green, yellow, red. */
function colorOf(share) {
  const hue = 220 * (1 - Math.min(1, Math.max(0, share)))
  return `hsl(${Math.round(hue)}, 85%, 52%)`
}
