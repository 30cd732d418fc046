import { expect, test } from 'vitest'
import { apiPages } from './api-pages.ts'

const pages = apiPages(
  new Map([
    [
      'functions/planFrames.md',
      '# Function: planFrames()\n\nDefined in: [core/plan/plan-frames.ts:36](core/plan/plan-frames.ts)\n\nMakes a [plan](../interfaces/FramePlan.md).\n\n## Returns\n',
    ],
    [
      'interfaces/FramePlan.md',
      '# Interface: FramePlan\n\nDefined in: [core/plan/frame-plan.ts:4](core/plan/frame-plan.ts)\n\n| Property | Type | Defined in |\n| --- | --- | --- |\n| <a id="x"></a> `a` | `1` \\| `2` | [core/plan/frame-plan.ts:5](core/plan/frame-plan.ts) |\n',
    ],
    [
      'variables/LAYOUT\\_ENDING.md',
      '# Variable: LAYOUT\\_ENDING\n\nDefined in: [io/project/a.ts:1](io/project/a.ts)\n',
    ],
  ]),
)

test('members stand on the page of the folder that defines them, and link to each other', () => {
  const text = pages.get('api/planning') ?? ''
  expect(text).toContain('## Functions\n\n### planFrames() {#planframes}')
  expect(text).toContain('[plan](./planning.md#type-frameplan)')
  expect(pages.get('api/opening')).toContain('### LAYOUT\\_ENDING {#layout_ending}')
})

test('where a member is defined is not said', () => {
  expect(pages.get('api/planning')).toContain('| `a` | `1` \\| `2` |\n')
  expect([...pages.values()].join('')).not.toContain('Defined in')
})

test('a member of a folder that no page names is an error', () => {
  const files = new Map([
    ['functions/a.md', '# Function: a()\n\nDefined in: [ui/a.ts:1](ui/a.ts)\n'],
  ])
  expect(() => apiPages(files)).toThrow('no part of the API')
})
