import { describe, expect, test } from 'vitest'
import { defaultOptions } from '../../core/config/parse-options.ts'
import { textBoxSpecs } from '../../core/draw/parts/text-box.ts'
import { FakeContext } from '../../core/testing/fake-context.ts'
import { compareOrders, describeModule, drawModule } from './draw-module.ts'
import type { DrawRequest } from './draw-request.ts'

const path = 'own.js'
const { position, panel } = defaultOptions(textBoxSpecs)

function request(frameIndex = 3, changes: Partial<DrawRequest> = {}): DrawRequest {
  return {
    input: {
      frameIndex,
      timestampMs: frameIndex * 100,
      recordingRangeMs: [0, 1000],
      localTime: '2025-10-27T08:30:10.400+08:00',
      options: {},
      record: { speed: 12.5 },
      numbers: { field: 12.5 },
      font: { family: 'B612', sizePx: 20, weight: 400 },
      color: 'white',
      outline: null,
    },
    series: [],
    frame: { widthPx: 1280, heightPx: 720 },
    referenceHeightPx: null,
    box: { position, panel },
    ...changes,
  }
}

const context = (): FakeContext => new FakeContext()

/** What a module draws whose function `draw` has this body. */
const drawn = (body: string, before = '', asked = request()): ReturnType<typeof drawModule> => {
  const source = `${before}\nexport function draw(surface, input) { ${body} }`
  return drawModule({ path, source }, asked, context)
}

/** A text that is drawn: what an expression is inside the sandbox. */
async function evaluated(expression: string): Promise<string> {
  const body = `let value; try { value = String(${expression}) } catch (e) { value = 'threw ' + e.name }
    surface.label(value, { x: 0, y: 0 })`
  const [label] = await drawn(body)
  return label?.call === 'label' ? label.text : 'nothing'
}

describe('a module', () => {
  test('draws on its surface', async () => {
    const calls = await drawn(`
      const { x, y } = surface.box({ widthPx: 200, heightPx: 50 })
      surface.fillRect({ x, y, width: input.numbers.field, height: 5 }, '#ff8800', 0.5)
      surface.clipTo({ kind: 'circle', center: { x: 9, y: 9 }, radiusPx: 4 }, () =>
        surface.strokeLine([{ x: 1, y: 2 }, { x: 3, y: 4 }], 'red', 2))`)
    expect(calls).toEqual([
      { call: 'box', widthPx: 200, heightPx: 50 },
      {
        call: 'fillRect',
        rect: { x: 10, y: 10, width: 12.5, height: 5 },
        color: '#ff8800',
        alpha: 0.5,
      },
      {
        call: 'clipTo',
        shape: { kind: 'circle', center: { x: 9, y: 9 }, radiusPx: 4 },
        inside: [
          {
            call: 'strokeLine',
            points: [
              { x: 1, y: 2 },
              { x: 3, y: 4 },
            ],
            color: 'red',
            thicknessPx: 2,
            alpha: 1,
          },
        ],
      },
    ])
  })

  test('measures text, and reads its curves', async () => {
    const series = [{ timesMs: Float64Array.of(0, 100), values: Float64Array.of(1, NaN) }]
    const [label] = await drawn(
      `const [{ timesMs, values }] = input.series
       const { widthPx } = surface.measureText('four')
       surface.label([widthPx, timesMs[1], values[0], Number.isNaN(values[1])].join(' '), { x: 0, y: 0 })`,
      '',
      request(3, { series }),
    )
    expect(label).toMatchObject({ text: '40 100 1 true' })
  })

  test('says what it is', async () => {
    const source = `
      export const label = 'Tape'
      export const options = { field: { kind: 'field', label: 'Field' },
        last: { kind: 'number', label: 'Last', unit: 's', default: 5, min: 1 } }
      export const series = [{ field: 'field', seconds: 'last' }]
      export function draw() {}`
    expect(await describeModule({ path, source })).toMatchObject({
      label: 'Tape',
      specs: {
        field: { kind: 'field', label: 'Field', default: '', holds: 'numbers' },
        last: { kind: 'number', default: 5, min: 1, unit: 's' },
      },
      series: [{ field: 'field', seconds: 'last' }],
    })
  })

  test.each([
    ['no draw', 'export const label = 1', 'exports no function "draw"'],
    [
      '__proto__',
      'export const options = JSON.parse(\'{"__proto__":{"kind":"text"}}\'); export function draw() {}',
      '"__proto__" is not a name',
    ],
    [
      'a method of objects',
      'export const options = { valueof: 1, constructor: {} }; export function draw() {}',
      'is not',
    ],
    [
      'another kind',
      'export const options = { a: { kind: "file", label: "A" } }; export function draw() {}',
      '"file" is not number, text',
    ],
    [
      'a wrong default',
      'export const options = { a: { kind: "number", label: "A", default: NaN } }; export function draw() {}',
      'options.a.default',
    ],
    [
      'a series of no field',
      'export const series = [{ field: "toString" }]; export function draw() {}',
      'series[0].field',
    ],
    ['a mistake in writing', 'export function draw( {', 'it threw SyntaxError'],
    ['an import', 'import { a } from "./a.js"; export function draw() {}', 'could not load module'],
  ])('is refused with %s', async (_, source, message) => {
    await expect(describeModule({ path, source })).rejects.toThrow(message)
  })
})

describe('the sandbox', () => {
  test.each([
    'fetch',
    'XMLHttpRequest',
    'WebSocket',
    'EventSource',
    'importScripts',
    'postMessage',
    'self',
    'window',
    'document',
    'navigator',
    'location',
    'indexedDB',
    'localStorage',
    'caches',
    'Worker',
    'WebAssembly',
    'process',
    'require',
    'setTimeout',
    'queueMicrotask',
    'performance',
    'console',
    'std',
    'os',
    'Date',
    'SharedArrayBuffer',
    'Atomics',
    'WeakRef',
    'FinalizationRegistry',
  ])('has no %s', async (name) => {
    const everywhere = `[typeof ${name}, typeof globalThis.${name}, typeof (0, eval)('this').${name},
      typeof Function('return this')().${name}, typeof [].constructor.constructor('return this')().${name},
      typeof surface.box.constructor('return this')().${name}]`
    expect(new Set((await evaluated(everywhere)).split(','))).toEqual(new Set(['undefined']))
  })

  test('gives neither chance nor a clock', async () => {
    expect(await evaluated('Math.random')).toBe('undefined')
    expect(await evaluated('new Date()')).toBe('threw ReferenceError')
  })

  test('has nothing of the page behind its prototypes', async () => {
    const name = 'overlaneProof'
    await drawn(`Object.prototype.${name} = 1; Array.prototype.${name} = 1; globalThis.${name} = 1
      surface.__proto__.${name} = 1; input.__proto__.constructor.prototype.${name} = 1`)
    expect(name in {} || name in [] || name in globalThis).toBe(false)
  })

  test('never runs an import, nor what a promise would do later', async () => {
    const calls = await drawn(`import('https://example.com/x.js').then(() => surface.fillRect())
      Promise.resolve().then(() => surface.fillRect()); surface.label('here', { x: 0, y: 0 })`)
    expect(calls).toHaveLength(1)
    await expect(
      drawModule({ path, source: 'export async function draw() {}' }, request(), context),
    ).rejects.toThrow('must not be async')
  })

  test.each([
    ['endless loop', 'for (;;) {}', '', 'too-long', 'million steps'],
    ['loop before it draws', '', 'for (;;) {}', 'too-long', 'million steps'],
    [
      'loop that catches',
      'for (;;) { try { for (;;) {} } catch {} }',
      '',
      'too-long',
      'million steps',
    ],
    ['endless recursion', 'const f = () => f() + 1; f()', '', 'threw', 'stack overflow'],
    ['memory eater', 'const a = []; for (;;) a.push([])', '', 'too-much-memory', '16 MiB'],
    ['huge text', "'x'.repeat(2 ** 29)", '', 'too-much-memory', '16 MiB'],
    [
      'thrown error',
      "\n\nthrow new RangeError('no field')",
      '',
      'threw',
      'it threw RangeError: no field (line 4).',
    ],
    ['thrown text', "throw 'x'", '', 'threw', 'it threw x.'],
    ['thrown trap', 'throw { get message() { for (;;) {} } }', '', 'too-long', 'million steps'],
    [
      'flood of calls',
      'for (;;) surface.fillRect({ x: 0, y: 0, width: 1, height: 1 }, "red")',
      '',
      'threw',
      'draws over 5000 things',
    ],
    [
      'flood of measuring',
      "for (;;) surface.measureText('x'.repeat(900))",
      '',
      'wrong',
      'asks its surface over 5000 things',
    ],
    [
      'NaN',
      'surface.fillRect({ x: NaN, y: 0, width: 1, height: 1 }, "red")',
      '',
      'threw',
      'rect.x is NaN, expected a number',
    ],
    [
      'no colour',
      'surface.fillRect({ x: 0, y: 0, width: 1, height: 1 }, "url(x)")',
      '',
      'wrong',
      '"url(x)" is not a CSS colour',
    ],
    [
      'far place',
      'surface.fillRect({ x: 1e300, y: 0, width: 1, height: 1 }, "red")',
      '',
      'wrong',
      'rect.x: 1e+300',
    ],
    ['long text', "surface.label('x'.repeat(5000), { x: 0, y: 0 })", '', 'wrong', '1000 letters'],
    [
      'forged calls',
      '',
      'JSON.stringify = () => \'[{"call":"drawImage","url":"/x"}]\'; String.prototype.toJSON = () => 1; Array.prototype.push = () => { throw 1 }',
      'none',
      '',
    ],
    [
      'deep nesting',
      'const f = (n) => surface.withOpacity(1, () => n && f(n - 1)); f(50)',
      '',
      'wrong',
      'deep',
    ],
  ])('stops a module with an %s', async (_, body, before, reason, message) => {
    const drawing = drawn(body, before)
    if (reason === 'none') expect(await drawing).toEqual([])
    else
      await expect(drawing).rejects.toMatchObject({
        reason,
        message: expect.stringContaining(message) as string,
      })
    // The next frame of an honest module is drawn as ever.
    expect(await drawn("surface.label('ok', { x: 1, y: 2 })")).toHaveLength(1)
  })

  test('keeps nothing of a frame for the next one', async () => {
    const before = 'let count = 0; globalThis.other = 0'
    const body = 'surface.label(`${count++} ${globalThis.other++}`, { x: 0, y: 0 })'
    expect(await drawn(body, before)).toEqual(await drawn(body, before))
  })
})

describe('drawing frames in two orders', () => {
  const compare = (source: string): Promise<void> =>
    compareOrders(
      { path, source },
      [0, 4, 9].map((index) => request(index)),
      context,
    )

  test.each([
    ['a variable', 'let n = 0', 'n++'],
    ['a global', '', 'globalThis.n = (globalThis.n ?? 0) + 1'],
    ['a prototype', '', 'Array.prototype.n = ([].n ?? 0) + 1'],
    [
      'the last frame',
      'let last = 0',
      '(() => { const was = last; last = input.frameIndex; return was })()',
    ],
  ])('finds what is kept in %s', async (_, before, value) => {
    const source = `${before}
      export function draw(surface, input) { surface.label(String(${value}), { x: 0, y: 0 }) }`
    await expect(compare(source)).rejects.toMatchObject({
      reason: 'keeps-state',
      message: expect.stringContaining('keeps something between frames') as string,
    })
  })

  test('finds nothing in what depends on the frame only', async () => {
    const source = `const names = new Map()
      export function draw(surface, input) {
        names.set(input.frameIndex, 1)
        surface.label(String(input.frameIndex), { x: input.timestampMs, y: 0 })
      }`
    await expect(compare(source)).resolves.toBeUndefined()
  })
})
