import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE_NAME = 'third-party-licenses.md'
const HEAD = '# Licenses\n\nThe app bundles these packages:\n'
const NOTICE = /^(?:licen[cs]e|copying|notice)/i

/**
 * Puts the notices of all bundled packages beside the app: their licences require it. Vite's own
 * `build.license` leaves out the packages that only workers bundle. `app` is a plugin of the app's
 * build, and `worker` one of the workers', which come before it.
 * @returns {{ app: import('vite').Plugin, worker: import('vite').Plugin }}
 */
export function notices() {
  /** @type {Map<string, string>} */
  const found = new Map()
  /** @param {import('rolldown').OutputBundle} bundle */
  const note = (bundle) => {
    for (const part of Object.values(bundle)) {
      if (part.type !== 'chunk') continue
      for (const id of part.moduleIds) {
        const folder = packageFolder(id)
        if (folder !== null && !found.has(folder)) found.set(folder, noticeOf(folder))
      }
    }
  }
  return {
    worker: {
      name: 'overlane-notices-of-workers',
      generateBundle: (_, bundle) => note(bundle),
    },
    app: {
      name: 'overlane-notices',
      generateBundle(_, bundle) {
        note(bundle)
        const source = [HEAD, ...[...new Set(found.values())].sort()].join('\n')
        this.emitFile({ type: 'asset', fileName: FILE_NAME, source })
      },
    },
  }
}

/**
 * @param {string} id of a module
 * @returns {string | null} the folder of its package; null if it belongs to none
 */
function packageFolder(id) {
  const path = id.replace(/^\0|\?.*$/g, '').replaceAll('\\', '/')
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? null
}

/**
 * @param {string} folder of a package
 * @returns {string} its name, its version, and what its licence says
 */
function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const texts = readdirSync(folder)
    .filter((file) => NOTICE.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return [`## ${name} - ${version} (${license})\n`, ...texts.map((text) => `${text}\n`)].join('\n')
}
