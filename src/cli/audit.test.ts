import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const command = fileURLToPath(new URL('../../tools/audit.mjs', import.meta.url))
const ADVISORY = {
  id: 1,
  url: 'https://example.test/1',
  title: 'A hole',
  severity: 'high',
  vulnerable_versions: '*',
}

/** `npm run audit` with a registry on this machine. @param answer null: it refuses */
async function audit(answer: object | null): Promise<{ exitCode: number | null; told: string }> {
  const registry = createServer(({ method }, response) => {
    response.statusCode = answer === null ? 405 : method === 'POST' ? 200 : 404
    response.setHeader('content-type', 'application/json')
    response.end(answer === null ? '' : JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  const { port } = registry.address() as AddressInfo
  try {
    const env = { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/` }
    const child = spawn(process.execPath, [command], { env })
    let told = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => (told += text.toString()))
    }
    const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve))
    return { exitCode, told }
  } finally {
    registry.close()
  }
}

test('the audit ends with 0 where the registry knows no hole', async () => {
  expect(await audit({})).toEqual({ exitCode: 0, told: 'No package has a known hole.\n' })
})

test('the audit ends with 1 where a package has a hole', async () => {
  const { exitCode, told } = await audit({ comlink: [ADVISORY] })
  expect(exitCode).toBe(1)
  expect(told).toContain('Packages with known holes: 1 high. "npm audit" names them.')
})

test('the audit ends with 3 where the registry does not answer: nothing is known then', async () => {
  const { exitCode, told } = await audit(null)
  expect(exitCode).toBe(3)
  expect(told).toContain('It is not known whether a package has a hole')
  expect(told).toContain('405')
})
