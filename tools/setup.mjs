/** What `npm start` and `npm test` have in common. Plain Node: it runs before anything is installed. */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the project, without a slash at its end. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '')

/**
 * Runs a command in the project's folder, with its output on this terminal.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {Promise<boolean>} whether it ended well
 */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: projectFolder,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      // npm and npx are batch files on Windows, which only a shell can start.
      shell: process.platform === 'win32' && /^np[mx]$/.test(command),
    })
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
 */
export function runInstalled(script, args, env) {
  return run(process.execPath, [`node_modules/${script}`, ...args], env)
}

/** @returns {Promise<boolean>} */
export function buildApp() {
  return runInstalled('vite/bin/vite.js', ['build'])
}

/**
 * Checks the version of Node and installs the packages of package-lock.json where they are missing
 * or others.
 * @returns {Promise<boolean>} whether all is ready
 */
export async function setUp() {
  const { engines } = readJson('package.json')
  const needed = engines.node.replace('>=', '')
  if (isOlder(process.versions.node, needed)) {
    console.error(
      `Overlane needs Node ${needed} or later, and this is Node ${process.versions.node}. Install a current one from https://nodejs.org and try again.`,
    )
    return false
  }
  if (hasPackages()) return true
  console.log('Installing packages (npm ci) …')
  if (await run('npm', ['ci', '--no-audit', '--no-fund'])) return true
  console.error('The packages could not be installed; npm says why above.')
  return false
}

/** Whether node_modules holds what package-lock.json names, in the same versions. */
function hasPackages() {
  let installed
  try {
    installed = readJson('node_modules/.package-lock.json').packages
  } catch {
    return false
  }
  const wanted = readJson('package-lock.json').packages
  return Object.entries(wanted).every(
    // Optional packages are for other systems as often as not.
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
