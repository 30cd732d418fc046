/** What `npm start` and `npm test` have in common. Plain Node: it runs before anything is installed. */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the project, without a slash at its end. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '')

/**
 * @typedef {object} RunOptions
 * @property {boolean} [toStderr] writes the command's output to standard error
 * @property {(text: string) => void} [onOutput] gets the command's output instead of the terminal
 */

/**
 * Runs a command in the project's folder, with its output on this terminal.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to the environment of this process
 * @param {RunOptions} [options]
 * @returns {Promise<boolean>} whether the command succeeded
 */
export function run(command, args, env = {}, { toStderr = false, onOutput } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: projectFolder,
      stdio: onOutput
        ? ['inherit', 'pipe', 'pipe']
        : ['inherit', toStderr ? 2 : 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      // npm and npx are batch files on Windows, which only a shell can start.
      shell: process.platform === 'win32' && /^np[mx]$/.test(command),
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => onOutput?.(text))
    }
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      resolve(false)
    })
    child.on('close', (code) => resolve(code === 0))
  })
}

/**
 * Runs a script of an installed package.
 * @param {string} script path inside node_modules
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @param {RunOptions} [options]
 */
export function runInstalled(script, args, env, options) {
  return run(process.execPath, [`node_modules/${script}`, ...args], env, options)
}

/**
 * Builds the page and the command line.
 * @param {RunOptions} [options]
 * @returns {Promise<boolean>}
 */
export async function buildApp(options) {
  const vite = (/** @type {string[]} */ ...args) =>
    runInstalled('vite/bin/vite.js', ['build', ...args], {}, options)
  return (await vite()) && (await vite('--config', 'vite.cli.config.ts'))
}

/**
 * Checks the version of Node and installs the packages of package-lock.json if they are missing or
 * have other versions.
 * @param {{ toStderr?: boolean }} [options]
 * @returns {Promise<boolean>} whether all is ready
 */
export async function setUp(options) {
  const { engines } = readJson('package.json')
  const needed = engines.node.replace('>=', '')
  if (isOlder(process.versions.node, needed)) {
    console.error(
      `Overlane needs Node ${needed} or later, and this is Node ${process.versions.node}. Install a current one from https://nodejs.org and try again.`,
    )
    return false
  }
  if (hasPackages()) return true
  console.error('Installing packages (npm ci) …')
  // The caller builds what it needs. Without this variable, npm's `prepare` would build it too.
  const env = { OVERLANE_NO_PREPARE: '1' }
  if (await run('npm', ['ci', '--no-audit', '--no-fund'], env, options)) return true
  console.error('The packages could not be installed; npm says why above.')
  return false
}

/** Whether node_modules has all packages of package-lock.json, in the same versions. */
function hasPackages() {
  let installed
  try {
    installed = readJson('node_modules/.package-lock.json').packages
  } catch {
    return false
  }
  const wanted = readJson('package-lock.json').packages
  return Object.entries(wanted).every(
    // Many optional packages are for other systems.
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  )
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(`${projectFolder}/${path}`, 'utf8'))
}

/**
 * @param {string} version
 * @param {string} needed
 */
function isOlder(version, needed) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number)
  return major < neededMajor || (major === neededMajor && minor < neededMinor)
}
