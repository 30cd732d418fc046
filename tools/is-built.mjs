import { readdirSync, statSync } from 'node:fs'
import { projectFolder } from './setup.mjs'

/** What the page and the command line are built from. */
const SOURCES = [
  'src',
  'public',
  'index.html',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'vite.cli.config.ts',
  'tools/browser-places.mjs',
]
const RESULTS = ['dist/index.html', 'dist-cli/overlane.mjs']

/** What the documentation is built from. */
const DOCUMENTS = ['docs', 'README.md', 'SECURITY.md', 'bench', 'deploy', 'e2e/pictures', 'src']

/** Whether both have been built since the last change of their sources. */
export function isBuilt() {
  return isNewer(RESULTS, SOURCES)
}

/** Whether the documentation has been built since the last change of what it is made from. */
export function hasDocs() {
  return isNewer(['dist-docs/index.html'], DOCUMENTS)
}

/**
 * @param {string[]} results
 * @param {string[]} sources
 */
function isNewer(results, sources) {
  const builtMs = Math.min(...results.map((path) => changedMs(`${projectFolder}/${path}`)))
  return sources.every((path) => latestChangeMs(`${projectFolder}/${path}`) <= builtMs)
}

/** @param {string} path of a file or a folder */
function latestChangeMs(path) {
  let latestMs = changedMs(path)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return latestMs
  for (const { name, parentPath } of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (!name.endsWith('.test.ts'))
      latestMs = Math.max(latestMs, changedMs(`${parentPath}/${name}`))
  }
  return latestMs
}

/** Time of the last change; −Infinity if the file is missing. */
function changedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity
}
