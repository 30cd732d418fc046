/** Runs the built command line as from a shell. */

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
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
 * The browsers that the command line has started. Each leads its own group of processes; a process
 * that does not lead one yet is no browser yet. Only on Linux.
 */
export function browsersOf({ child }: RunningCli): number[] {
  const pid = child.pid ?? 0
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return children.map(Number).filter((id) => id > 0 && groupOf(id) === id)
}

/** The group of a process: proc(5), the third word of `stat` after the program's name. */
function groupOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[3])
  } catch {
    return null
  }
}

/** Ends browsers at once, with all of their processes. */
export function killBrowsers(browsers: readonly number[]): void {
  for (const each of browsers) process.kill(-each, 'SIGKILL')
}

/**
 * Ends the command line and its browser at once, as when the machine loses its power. Only on Linux.
 */
export async function killCli(running: RunningCli): Promise<void> {
  const browsers = browsersOf(running)
  running.child.kill('SIGKILL')
  killBrowsers(browsers)
  await running.ended
}

/** Runs `overlane` and waits for its end. */
export function runCli(args: readonly string[], options?: CliOptions): Promise<CliResult> {
  return startCli(args, options).ended
}
