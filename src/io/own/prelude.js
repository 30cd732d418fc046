/*
 * Runs inside the sandbox, before the module of a renderer. It takes away what would let a picture
 * depend on anything but its frame, and makes the surface, which writes down the calls made on it.
 * Nothing here is trusted: what comes out is checked again outside.
 */
;(() => {
  'use strict'
  const MOST_CALLS = 5000
  const { isArray } = Array
  const { isFinite } = Number
  const { parse, stringify } = JSON

  for (const name of ['Date', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics']) {
    Reflect.deleteProperty(globalThis, name)
  }
  delete Math.random

  const show = (value) =>
    value === null || typeof value !== 'object' ? String(value) : typeof value
  const wrong = (key, value, expected) => {
    throw new TypeError(`${key} is ${show(value)}, expected ${expected}`)
  }
  const object = (key, value) =>
    typeof value === 'object' && value !== null ? value : wrong(key, value, 'an object')
  const number = (key, value) =>
    typeof value === 'number' && isFinite(value) ? value : wrong(key, value, 'a number')
  const string = (key, value) => (typeof value === 'string' ? value : wrong(key, value, 'text'))
  const list = (key, value, of) =>
    isArray(value) ? value.map((each) => of(key, each)) : wrong(key, value, 'a list')

  const point = (key, value) => {
    const { x, y } = object(key, value)
    return { x: number(`${key}.x`, x), y: number(`${key}.y`, y) }
  }
  const points = (key, value) => list(key, value, point)
  const rect = (value) => {
    const { x, y, width, height } = object('rect', value)
    return {
      x: number('rect.x', x),
      y: number('rect.y', y),
      width: number('rect.width', width),
      height: number('rect.height', height),
    }
  }
  const SHAPE_PARTS = {
    points,
    center: point,
    radiusPx: number,
    fromRad: number,
    toRad: number,
    innerPx: number,
    outerPx: number,
    rect: (_, value) => rect(value),
    lines: (key, value) => list(key, value, points),
  }
  const shape = (value) => {
    const made = { kind: string('shape.kind', object('shape', value).kind) }
    for (const part in SHAPE_PARTS) {
      if (value[part] !== undefined) made[part] = SHAPE_PARTS[part](`shape.${part}`, value[part])
    }
    return made
  }

  const drawFrame = (draw, inputText, series, ask) => {
    const given = parse(inputText)
    const { surface: size, input } = given
    input.series = series.map(([timesMs, values]) => ({
      timesMs: new Float64Array(timesMs),
      values: new Float64Array(values),
    }))
    const font = (value = {}) => {
      const { family, sizePx, weight } = { ...input.font, ...object('font', value) }
      return {
        family: string('font.family', family),
        sizePx: number('font.sizePx', sizePx),
        weight: number('font.weight', weight),
      }
    }
    const outline = (value) => {
      const { color, thicknessPx } = object('outline', value)
      return {
        color: string('outline.color', color),
        thicknessPx: number('outline.thicknessPx', thicknessPx),
      }
    }
    const answer = (question) => parse(ask(stringify(question)))

    let calls = []
    let count = 0
    const note = (call) => {
      if (++count > MOST_CALLS) throw new RangeError(`draws over ${MOST_CALLS} things on one frame`)
      calls.push(call)
    }
    /** The calls that a function makes. */
    const inside = (what) => {
      const outer = calls
      const inner = []
      calls = inner
      try {
        what()
      } finally {
        calls = outer
      }
      return inner
    }

    const surface = {
      ...size,
      box({ widthPx, heightPx }) {
        const call = {
          call: 'box',
          widthPx: number('widthPx', widthPx),
          heightPx: number('heightPx', heightPx),
        }
        note(call)
        return answer(call)
      },
      measureText: (text, given) =>
        answer({ call: 'measureText', text: string('text', text), font: font(given) }),
      fillRect: (where, color, alpha = 1) =>
        note({
          call: 'fillRect',
          rect: rect(where),
          color: string('color', color),
          alpha: number('alpha', alpha),
        }),
      strokeRect: (where, color, thicknessPx) =>
        note({
          call: 'strokeRect',
          rect: rect(where),
          color: string('color', color),
          thicknessPx: number('thicknessPx', thicknessPx),
        }),
      strokeLine: (line, color, thicknessPx, alpha = 1) =>
        note({
          call: 'strokeLine',
          points: points('points', line),
          color: string('color', color),
          thicknessPx: number('thicknessPx', thicknessPx),
          alpha: number('alpha', alpha),
        }),
      fillShape: (what, color, alpha = 1) =>
        note({
          call: 'fillShape',
          shape: shape(what),
          color: string('color', color),
          alpha: number('alpha', alpha),
        }),
      strokeShape: (what, color, thicknessPx, alpha = 1, ends = 'round') =>
        note({
          call: 'strokeShape',
          shape: shape(what),
          color: string('color', color),
          thicknessPx: number('thicknessPx', thicknessPx),
          alpha: number('alpha', alpha),
          ends: string('ends', ends),
        }),
      fillText: (text, x, baselineY, given, color = input.color) =>
        note({
          call: 'fillText',
          text: string('text', text),
          x: number('x', x),
          baselineY: number('baselineY', baselineY),
          font: font(given),
          color: string('color', color),
        }),
      strokeText: (text, x, baselineY, given, edge = input.outline) =>
        note({
          call: 'strokeText',
          text: string('text', text),
          x: number('x', x),
          baselineY: number('baselineY', baselineY),
          font: font(given),
          outline: outline(edge),
        }),
      label: (text, where, style = {}) => {
        const { color, across, down } = object('style', style)
        const edge = style.outline === undefined ? input.outline : style.outline
        note({
          call: 'label',
          text: string('text', text),
          point: point('point', where),
          style: {
            font: font(style.font),
            color: string('color', color ?? input.color),
            outline: edge === null ? null : outline(edge),
            across: across ?? 'left',
            down: down ?? 'baseline',
          },
        })
      },
      clipTo: (what, drawInside) =>
        note({ call: 'clipTo', shape: shape(what), inside: inside(drawInside) }),
      withOpacity: (opacity, drawInside) =>
        note({
          call: 'withOpacity',
          opacity: number('opacity', opacity),
          inside: inside(drawInside),
        }),
    }
    const result = draw(surface, input)
    if (result !== undefined && typeof result.then === 'function') {
      throw new TypeError('draw must not be async: what it draws later would be lost')
    }
    return stringify(calls)
  }

  const describe = ({ label, options, series, draw }) =>
    stringify({ label, options, series, hasDraw: typeof draw === 'function' })

  return { describe, drawFrame }
})()
