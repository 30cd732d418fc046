/** Finds the redis-server that the tests of a fleet use. */

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './setup.mjs'

/**
 * The path of an installed redis-server.
 * @returns {string | null} null if there is none
 */
export function findRedis() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return (
    folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path)) ?? null
  )
}

/**
 * Finds redis-server. As root on Debian, it is installed if there is none. Without it, the tests of a
 * fleet are skipped.
 */
export async function findOrInstallRedis() {
  if (findRedis() !== null) return
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('Installing redis-server for the tests …')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update'], env)
    // The tests start their own server.
    const options = ['-o', 'Dpkg::Options::=--force-confdef', '--no-install-recommends']
    await run('apt-get', ['install', '-y', ...options, 'redis-server'], { ...env, RUNLEVEL: '1' })
  }
  if (findRedis() === null) {
    console.log(
      'The tests of a fleet are skipped: redis-server is neither there nor could it be installed.',
    )
  }
}
