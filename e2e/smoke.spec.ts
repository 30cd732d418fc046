import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from './fixtures.ts'

const FIRST_LOAD_LIMIT_BYTES = 150_000

const fileOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** Paths of all that was built, workers too, as a browser asks for them. */
function builtPaths(): string[] {
  const dist = fileOf('dist')
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(`${dist}/${path}`).isFile())
    .map((path) => `/${path.replaceAll('\\', '/')}`)
}

test('the app loads under its name, and asks nobody but its own server', async ({ page }) => {
  await page.goto('/', { waitUntil: 'networkidle' })
  await expect(page).toHaveTitle('Overlane')
})

test('every built file, worker scripts too, is served under the content security policy', async ({
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

test('the policy keeps the page from reaching elsewhere', async ({ page, allowError }) => {
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

test(`the JavaScript of the first load is less than ${FIRST_LOAD_LIMIT_BYTES / 1000} kB gzipped`, async ({
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
