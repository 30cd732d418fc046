import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { browserArgs, findBrowser } from '../tools/find-browser.mjs'
import { expect, test } from './fixtures.ts'

const FIRST_LOAD_LIMIT_BYTES = 150_000

const fileOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** URL paths of all built files, including the workers. */
function builtPaths(): string[] {
  const dist = fileOf('dist')
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(`${dist}/${path}`).isFile())
    .map((path) => `/${path.replaceAll('\\', '/')}`)
}

/** The parts of the source that are not in the page. */
const NOT_IN_PAGE = /^(?:cli|fleet)\/|\.test\.ts$|\/testing\//

/** Names of the packages whose code the source of the page imports, its workers included. */
function pagePackages(): string[] {
  const source = fileOf('src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.(?:ts|svelte)$/.test(path) && !NOT_IN_PAGE.test(path),
  )
  const names = files.flatMap((path) =>
    readFileSync(`${source}/${path}`, 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(?:import|export) type /.test(line))
      .flatMap((line) => /(?:from |import\(?)'((?:@[\w-]+\/)?\w[\w.-]*)/.exec(line)?.[1] ?? []),
  )
  return [...new Set(names)]
}

test('the app loads with its name, and sends requests only to its own server', async ({ page }) => {
  await page.goto('/', { waitUntil: 'networkidle' })
  await expect(page).toHaveTitle('Overlane')
})

test('every built file, also a worker script, is served with the content security policy', async ({
  request,
}) => {
  const policy = /Content-Security-Policy: (.*)/.exec(
    readFileSync(fileOf('public/_headers'), 'utf8'),
  )
  expect(policy?.[1]).toContain("default-src 'none'")
  const scripts = builtPaths().filter((path) => path.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(0)
  for (const path of ['/', '/index.html', ...scripts]) {
    const response = await request.get(path)
    expect(response.status(), path).toBe(200)
    expect(response.headers()['content-security-policy'], path).toBe(policy?.[1])
  }
})

test('the server offers the notices of all packages in the app, those of its workers too', async ({
  request,
}) => {
  const notices = await (await request.get('/third-party-licenses.md')).text()
  const names = pagePackages()
  // One package of each part: the page, the workers for frames, logs, videos and renderers, and the font.
  for (const name of [
    'svelte',
    'comlink',
    'gopro-telemetry',
    'yaml',
    'mediabunny',
    'quickjs-emscripten-core',
    '@fontsource/b612',
  ]) {
    expect(names).toContain(name)
  }
  expect(names.filter((name) => !notices.includes(`## ${name} - `))).toEqual([])
  expect(notices).toContain('Permission is hereby granted')
})

test('the browser that the tests and the command line start makes no DNS lookup', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'overlane-net-log-'))
  const log = join(folder, 'net-log.json')
  const executablePath = findBrowser()
  const browser = await chromium.launch({
    args: [...browserArgs, `--log-net-log=${log}`],
    ...(executablePath ? { executablePath } : {}),
  })
  const page = await browser.newPage()
  await expect(page.goto('http://overlane.example/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
  await browser.close()
  const { constants, events } = JSON.parse(readFileSync(log, 'utf8')) as {
    constants: { logEventTypes: Record<string, number> }
    events: { type: number }[]
  }
  rmSync(folder, { recursive: true })
  const countOf = (name: string): number => {
    const type = constants.logEventTypes[name]
    expect(type, name).toBeDefined()
    return events.filter((each) => each.type === type).length
  }
  expect(countOf('HOST_RESOLVER_MANAGER_REQUEST')).toBeGreaterThan(0)
  expect(countOf('HOST_RESOLVER_MANAGER_JOB')).toBe(0)
})

test('the policy blocks requests of the page to other servers', async ({ page, allowError }) => {
  allowError(/Content.Security.Policy/)
  await page.goto('/')
  const outcome = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'reached',
      () => 'refused',
    ),
  )
  expect(outcome).toBe('refused')
})

test(`the first load has less JavaScript than ${FIRST_LOAD_LIMIT_BYTES / 1000} kB gzipped`, async ({
  page,
}, testInfo) => {
  const sizes = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    if (!/javascript/.test(response.headers()['content-type'] ?? '')) return
    sizes.set(
      new URL(response.url()).pathname,
      response.body().then((body) => gzipSync(body).length),
    )
  })
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(sizes.size).toBeGreaterThan(0)
  const total = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0)
  testInfo.annotations.push({ type: 'size', description: `${total} bytes gzipped` })
  expect(total).toBeLessThan(FIRST_LOAD_LIMIT_BYTES)
})
