/** The import rule of the source, as data: who may import whom, and why. */

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { posix } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

/**
 * The import rule. A part imports itself and what its reason names; `index.ts` is the public API.
 * Types count as imports. The README and this test read the same line.
 */
const RULE =
  'core ← codec ← io ← sample ← engine ← index.ts ← measure ← {ui, cli} ← fleet ← main.ts'

/** These see what stands before them only through `index.ts`, and so prove the public API. */
const SEES_ONLY_THE_API = ['measure', 'ui', 'cli', 'fleet']

/** A fleet is worked by command lines: it has no window. */
const NOT_SEEN: Readonly<Record<string, readonly string[]>> = { fleet: ['ui'] }

/** Why each part stands where it does. */
const REASONS: Readonly<Record<string, string>> = {
  core: 'what data means needs no browser and no files, so that every part can rely on it',
  codec: 'a codec turns bytes into bytes, wherever they come from',
  io: 'reading and writing folders does not know what is rendered from them',
  sample: 'the generated drive is written into a folder like any recording',
  engine: 'rendering runs without a user interface, in any page or worker',
  'index.ts': 'the public API re-exports the library and nothing of the app',
  measure: 'it sees the engine only through index.ts, and so proves the public API',
  ui: 'it sees the engine only through index.ts, and so proves the public API',
  cli: 'it sees the engine only through index.ts, and so proves the public API',
  fleet:
    'it hands the pieces of the command line to other machines, through a queue that nobody else loads',
  'main.ts': 'it puts everything together, and nothing imports it',
}

interface Part {
  name: string
  /** The other parts it may import. */
  mayImport: readonly string[]
}

/** The parts of {@link RULE}, from the ground up; those in braces stand side by side. */
const PARTS: readonly Part[] = readRule(RULE)

function readRule(rule: string): Part[] {
  const before: string[] = []
  return rule.split(' ← ').flatMap((step) => {
    const names = step.replace(/[{}]/g, '').split(', ')
    const parts = names.map((name) => ({
      name,
      mayImport: (SEES_ONLY_THE_API.includes(name)
        ? before.slice(before.indexOf('index.ts'))
        : before
      ).filter((other) => !NOT_SEEN[name]?.includes(other)),
    }))
    before.push(...names)
    return parts
  })
}

interface Home {
  /** Files and folders inside src where the package may be imported. */
  homes: readonly string[]
  reason: string
}

/** Third-party packages, each at home in one place: it can be replaced there. */
const PACKAGES: Readonly<Record<string, Home>> = {
  yaml: { homes: ['io/project/'], reason: 'only files that say what is drawn are YAML' },
  comlink: { homes: ['engine/'], reason: 'only the worker pool talks across threads' },
  'client-zip': {
    homes: ['engine/', 'io/folders/zip-folder.test.ts'],
    reason: 'a ZIP is one way for a run to put out its frames',
  },
  'idb-keyval': { homes: ['ui/'], reason: 'only the app remembers something between visits' },
  svelte: { homes: ['ui/', 'main.ts'], reason: 'the library works without the app' },
  'image-size': {
    homes: ['io/images/image-file.ts'],
    reason: 'only image files have a size to read',
  },
  'playwright-core': { homes: ['cli/'], reason: 'only the command line drives a browser' },
  commander: {
    homes: ['cli/', 'fleet/fleet-program.ts'],
    reason: 'only the command line has arguments',
  },
  bullmq: { homes: ['fleet/'], reason: 'only a fleet has a queue' },
  ioredis: { homes: ['fleet/queue/', 'fleet/testing/'], reason: 'only the queue is in Redis' },
  '@bull-board/api': { homes: ['fleet/board/'], reason: 'only the board shows the queue' },
  sirv: {
    homes: ['cli/browser/app-server.ts', 'fleet/board/board-server.ts'],
    reason: 'the page is served in one place, and the board in another',
  },
  mp4box: {
    homes: ['io/logs/inner-track.ts'],
    reason: 'only telemetry lies in tracks of its own kind',
  },
  'gopro-telemetry': { homes: ['io/logs/telemetry.ts'], reason: 'only GoPros write it' },
  '@mcap/core': { homes: ['io/imports/mcap/'], reason: 'only recordings of robots are MCAP' },
  '@foxglove/rosmsg': { homes: ['io/imports/mcap/'], reason: 'messages of ROS lie in MCAP' },
  '@foxglove/rosmsg2-serialization': {
    homes: ['io/imports/mcap/'],
    reason: 'messages of ROS lie in MCAP',
  },
  lz4js: { homes: ['io/imports/mcap/'], reason: 'only MCAP is compressed so' },
  '@hpcc-js/wasm-zstd': {
    homes: ['io/imports/mcap/'],
    reason: 'only MCAP is compressed so',
  },
  txml: { homes: ['io/imports/'], reason: 'only logs of GPS devices are XML' },
  'fit-file-parser': { homes: ['io/imports/fit.ts'], reason: 'it reads one format' },
  'quickjs-emscripten-core': {
    homes: ['io/own/realm.ts'],
    reason: 'only renderers of one’s own are programs of somebody else',
  },
  '@jitl/quickjs-wasmfile-release-sync': {
    homes: ['io/own/realm.ts'],
    reason: 'only renderers of one’s own are programs of somebody else',
  },
  mediabunny: { homes: ['io/'], reason: 'videos are files like others, read and written there' },
  '@fontsource/b612': {
    homes: ['io/images/overlay-font.ts'],
    reason: 'the overlay is drawn with one font, on every machine the same',
  },
}

/** What tests may use on top, wherever they stand. */
const TEST_PACKAGES = ['vitest', 'fast-check', 'typescript']

interface Import {
  specifier: string
  /** Only named, as by `new URL('./x.worker.ts', import.meta.url)` or `?worker`. */
  isUrl: boolean
}

/** Paths inside src, and their text. */
type Sources = ReadonlyMap<string, string>

/** Every import against the rule, every package away from home, every cycle: one line each. */
function findViolations(sources: Sources): string[] {
  const violations: string[] = []
  const graph = new Map<string, string[]>()
  for (const [path, text] of sources) {
    const part = partOf(path)
    if (!part) {
      violations.push(`${path} is in no part of the rule: give its folder a place in RULE`)
      continue
    }
    const targets: string[] = []
    for (const { specifier, isUrl } of importsOf(path, text)) {
      if (!specifier.startsWith('.')) {
        const violation = checkPackage(path, specifier)
        if (violation) violations.push(violation)
        continue
      }
      // AssemblyScript is compiled by itself, and cannot import what stands outside its folder.
      if (specifier.endsWith('?assemblyscript')) continue
      const target = posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''))
      if (!sources.has(target)) {
        // Styles and other assets have no imports of their own.
        if (/\.(ts|svelte)$/.test(target))
          violations.push(`${path} imports ${target}: no such file`)
        else if (!/\.\w+$/.test(target))
          violations.push(`${path} imports ${target}: write its ending`)
        continue
      }
      const other = partOf(target)
      if (other && other !== part && !part.mayImport.includes(other.name)) {
        violations.push(
          `${path} imports ${target}, against the rule for ${part.name}: ${REASONS[part.name] ?? ''}`,
        )
      }
      // A worker's script is named, not imported; a component that draws a tree imports itself.
      if (!isUrl && target !== path) targets.push(target)
    }
    graph.set(path, targets)
  }
  return [...new Set(violations), ...findCycles(graph)]
}

/** A file of the source's own folder is a part by itself. */
function partOf(path: string): Part | undefined {
  const [first] = path.split('/')
  return PARTS.find(({ name }) => name === first)
}

/** A folder `testing` holds what several tests share. */
const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.includes('/testing/')

function checkPackage(path: string, specifier: string): string | null {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  if (isTest(path) && (TEST_PACKAGES.includes(name) || name.startsWith('node:'))) return null
  if (/^(?:cli|fleet)\//.test(path) && name.startsWith('node:')) return null
  const home = PACKAGES[name]
  if (!home) return `${path} imports ${name}, which has no home in PACKAGES`
  if (home.homes.some((each) => path === each || (each.endsWith('/') && path.startsWith(each)))) {
    return null
  }
  return `${path} imports ${name}, which is at home in ${home.homes.join(', ')}: ${home.reason}`
}

/** The imports of a TypeScript file, or of the scripts of a Svelte component. */
function importsOf(path: string, text: string): Import[] {
  const scripts = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script)
    : [text]
  return scripts.flatMap((script) => {
    const found: Import[] = []
    const visit = (node: ts.Node): void => {
      const seen = importOf(node)
      if (seen) found.push(seen)
      ts.forEachChild(node, visit)
    }
    visit(ts.createSourceFile(path, script, ts.ScriptTarget.Latest))
    return found
  })
}

function importOf(node: ts.Node): Import | null {
  const literal = (other: ts.Node | undefined): string | null =>
    other && ts.isStringLiteralLike(other) ? other.text : null
  const made = (specifier: string | null, isUrl = false): Import | null =>
    specifier === null ? null : { specifier, isUrl: isUrl || /\?(worker|url|raw)/.test(specifier) }

  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return made(literal(node.moduleSpecifier))
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return made(literal(node.argument.literal))
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return made(literal(node.arguments[0]))
  }
  if (
    ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'URL'
  ) {
    const isOfModule = node.arguments?.[1] && ts.isPropertyAccessExpression(node.arguments[1])
    const specifier = isOfModule ? literal(node.arguments[0]) : null
    return made(specifier?.startsWith('.') ? specifier : null, true)
  }
  return null
}

/** Each cycle once, as the walk first meets it. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = []
  const done = new Set<string>()
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      cycles.push(`a cycle of imports: ${[...trail.slice(start), path].join(' → ')}`)
      return
    }
    if (done.has(path)) return
    for (const target of graph.get(path) ?? []) walk(target, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) walk(path, [])
  return cycles
}

function readSources(): Sources {
  const src = fileURLToPath(new URL('.', import.meta.url))
  const paths = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith('.d.ts'))
    .filter((path) => !path.includes('/assembly/'))
    // This file stands above the parts that it watches.
    .filter((path) => path !== 'architecture.test.ts')
  return new Map(paths.map((path) => [path, readFileSync(`${src}/${path}`, 'utf8')]))
}

test('the source keeps to the import rule', () => {
  const sources = readSources()
  expect(sources.size).toBeGreaterThan(10)
  expect(findViolations(sources)).toEqual([])
})

describe('the import rule', () => {
  const check = (files: Record<string, string>): string[] =>
    findViolations(new Map(Object.entries(files)))

  test('allows a folder itself and what stands to its left', () => {
    const found = check({
      'core/a.ts': '',
      'core/b.ts': "import { a } from './a.ts'",
      'io/c.ts': "import { b } from '../core/b.ts'",
      'engine/d.worker.ts': "import { c } from '../io/c.ts'",
      'engine/e.ts': "new Worker(new URL('./d.worker.ts', import.meta.url), { type: 'module' })",
      'index.ts': "export { e } from './engine/e.ts'",
      'ui/App.svelte':
        "<script lang=\"ts\">import { e } from '../index.ts'; import './app.css'</script>",
      'main.ts': "import App from './ui/App.svelte'",
    })
    expect(found).toEqual([])
  })

  test.each([
    ['core', 'io'],
    ['io', 'engine'],
    ['engine', 'ui'],
    ['measure', 'engine'],
    ['ui', 'core'],
    ['ui', 'cli'],
    ['measure', 'ui'],
    ['cli', 'io'],
    ['cli', 'fleet'],
    ['fleet', 'ui'],
    ['fleet', 'engine'],
  ])('refuses %s the import of %s, types too', (from, to) => {
    const files = { [`${to}/b.ts`]: '', [`${from}/a.ts`]: '' }
    for (const source of [
      `import { b } from '../${to}/b.ts'`,
      `import type { b } from '../${to}/b.ts'`,
      `export * from '../${to}/b.ts'`,
      `let b: import('../${to}/b.ts').B`,
      `await import('../${to}/b.ts')`,
      `new URL('../${to}/b.ts', import.meta.url)`,
    ]) {
      expect(check({ ...files, [`${from}/a.ts`]: source }), source).toEqual([
        expect.stringContaining(`${from}/a.ts imports ${to}/b.ts, against the rule for ${from}`),
      ])
    }
  })

  test('holds for components', () => {
    const source = '<script lang="ts">\nimport { b } from \'../io/b.ts\'\n</script>\n<p>x</p>'
    expect(check({ 'ui/A.svelte': source, 'io/b.ts': '' })).toEqual([
      expect.stringContaining('ui/A.svelte imports io/b.ts'),
    ])
  })

  test('refuses a cycle of files; types count', () => {
    const a = "import { b } from './b.ts'"
    const found = ['a cycle of imports: io/a.ts → io/b.ts → io/a.ts']
    for (const back of [
      "import { a } from './a.ts'",
      "import type { a } from './a.ts'",
      "import { type a } from './a.ts'",
      "export type { a } from './a.ts'",
      "let a: import('./a.ts').A",
    ]) {
      expect(check({ 'io/a.ts': a, 'io/b.ts': back }), back).toEqual(found)
    }
  })

  test('allows what is no cycle: a worker’s script that is named, a component in itself', () => {
    const named = "new Worker(new URL('./b.worker.ts', import.meta.url))"
    const worker = "import { a } from './a.ts'"
    expect(check({ 'io/a.ts': named, 'io/b.worker.ts': worker })).toEqual([])
    expect(check({ 'ui/A.svelte': "<script>import A from './A.svelte'</script>" })).toEqual([])
  })

  test('is the line that the README states', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(readme).toContain(RULE)
  })

  test('keeps a package at its one home', () => {
    expect(check({ 'io/logs/telemetry.ts': "import parse from 'gopro-telemetry'" })).toEqual([])
    expect(check({ 'ui/a.ts': "import parse from 'gopro-telemetry'" })).toEqual([
      expect.stringContaining('at home in'),
    ])
    expect(check({ 'core/a.ts': "import { parse } from 'yaml'" })).toHaveLength(1)
    expect(check({ 'engine/a.ts': "import { onMount } from 'svelte/reactivity'" })).toHaveLength(1)
    expect(check({ 'ui/a.ts': "import left from 'left-pad'" })).toEqual([
      expect.stringContaining('no home'),
    ])
  })

  test('refuses a file outside the known folders', () => {
    expect(check({ 'utils/a.ts': '' })).toEqual([expect.stringContaining('no part of the rule')])
  })
})
