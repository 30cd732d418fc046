/*
 * A tape that moves behind a pointer, as in an aeroplane. In overlane.yaml:
 *
 *   - type: own
 *     module: speed_tape.js
 *     sensor: speed
 *     options: { field: speed, unit: km/h }
 */

export const label = 'Speed tape'

export const options = {
  field: { kind: 'field', label: 'Field' },
  unit: { kind: 'text', label: 'Unit', default: '', help: 'Written under the number.' },
  step: { kind: 'number', label: 'Numbers every', default: 10, min: 0.001, max: 100000 },
  span: { kind: 'number', label: 'Shows', default: 60, min: 0.01, max: 1000000 },
  height: { kind: 'number', label: 'Height', default: 260, min: 40, max: 4000, unit: 'px' },
  accent: { kind: 'color', label: 'Pointer', default: '#ffcc00' },
}

export function draw(surface, { options, numbers, font }) {
  const { step, span, height, accent, unit } = options
  const value = numbers.field
  const size = font.sizePx
  const width = 4.4 * size
  const box = surface.box({ widthPx: width, heightPx: height })
  const middle = box.y + height / 2
  const right = box.x + width

  surface.fillShape({ kind: 'rounded', rect: box, radiusPx: size / 3 }, '#101418', 0.55)
  if (value !== null) {
    surface.clipTo({ kind: 'rounded', rect: box, radiusPx: size / 3 }, () => {
      const yAt = (number) => middle + ((value - number) / span) * height
      const small = step / 5
      const lowest = Math.floor((value - span / 2) / small)
      const highest = Math.ceil((value + span / 2) / small)
      // A tape with too many marks to read has none.
      if (highest - lowest > 400) return
      for (let mark = lowest; mark <= highest; mark++) {
        const y = yAt(mark * small)
        const isNumber = mark % 5 === 0
        const length = isNumber ? size * 0.6 : size * 0.3
        surface.strokeLine(
          [
            { x: right - length, y },
            { x: right, y },
          ],
          'white',
          size / 14,
          0.9,
        )
        if (!isNumber || Math.abs(y - middle) < size * 1.3) continue
        const text = String(Number((mark * small).toFixed(3)))
        surface.label(
          text,
          { x: right - size * 0.9, y },
          {
            across: 'right',
            down: 'middle',
            font: { sizePx: size * 0.75 },
          },
        )
      }
    })
  }

  const half = size * 0.95
  const pointer = [
    { x: box.x, y: middle - half },
    { x: right - size * 0.5, y: middle - half },
    { x: right - size * 0.1, y: middle },
    { x: right - size * 0.5, y: middle + half },
    { x: box.x, y: middle + half },
  ]
  surface.fillShape({ kind: 'polygon', points: pointer }, '#101418', 0.9)
  surface.strokeShape({ kind: 'polygon', points: pointer }, accent, size / 12)
  const text = value === null ? 'N/A' : value.toFixed(0)
  surface.label(
    text,
    { x: right - size * 0.9, y: unit === '' ? middle : middle - size * 0.2 },
    {
      across: 'right',
      down: 'middle',
      font: { weight: 700 },
    },
  )
  if (unit === '') return
  surface.label(
    unit,
    { x: right - size * 0.9, y: middle + size * 0.58 },
    {
      across: 'right',
      down: 'middle',
      font: { sizePx: size * 0.5 },
      color: accent,
    },
  )
}
