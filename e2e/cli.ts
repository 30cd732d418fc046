/** Runs the built command line as from a shell. */

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findBrowser } from '../tools/find-browser.mjs'

export const projectFolder = fileURLToPath(new URL('..', import.meta.url))
/** The built command line. */
export const CLI = fileURLToPath(new URL('../dist-cli/overlane.mjs', import.meta.url))

export interface CliOptions {
  env?: Record<string, string>
  cwd?: string
}

export interface CliResult {
  exitCode: number | null
  stdout: string
  stderr: string
}

export interface RunningCli {
  child: ChildProcess
  ended: Promise<CliResult>
}

/** Starts `overlane` with the browser that the tests use. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  return start(process.execPath, [CLI, ...args], options)
}

/** Starts any command. */
export function start(
  command: string,
  args: readonly string[],
  { env = {}, cwd }: CliOptions = {},
): RunningCli {
  const browser = findBrowser()
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(browser ? { CHROME_PATH: browser } : {}), ...env },
    ...(cwd === undefined ? {} : { cwd }),
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
  return { child, ended }
}

/**
 * Ends the command line and its browser at once, as when the machine loses its power. Only on Linux.
 */
export async function killCli({ child, ended }: RunningCli): Promise<void> {
  const pid = child.pid ?? 0
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  child.kill('SIGKILL')
  // The browser leads its own group of processes.
  for (const each of children.filter((id) => id !== '')) process.kill(-Number(each), 'SIGKILL')
  await ended
}

/** Runs `overlane` and waits for its end. */
export function runCli(args: readonly string[], options?: CliOptions): Promise<CliResult> {
  return startCli(args, options).ended
}

/** Names of the images in a folder. Empty if the folder does not exist yet. */
export function imagesIn(folder: string): string[] {
  return namesIn(folder).filter((name) => /\.(?:png|jpg|webp)$/.test(name))
}

/** All names in a folder, sorted. Empty if the folder does not exist yet. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** The report beside the frames. */
export function readReport(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`${folder}/overlane-report.json`, 'utf8')) as Record<
    string,
    unknown
  >
}
