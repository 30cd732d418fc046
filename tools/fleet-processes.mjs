/** The processes of a fleet on this machine: its Redis, its workers and everything that they start. */

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findBrowser } from './find-browser.mjs'
import { findRedis } from './find-redis.mjs'
import { projectFolder } from './setup.mjs'

const CLI = join(projectFolder, 'dist-cli', 'overlane.mjs')
/** Every process of the fleet has it, also a browser whose worker is gone. */
const MARK = 'OVERLANE_FLEET_MARK'

/** A fleet in a temporary folder, which is the mount `data`. */
export class Fleet {
  folder = mkdtempSync(join(tmpdir(), 'overlane-fleet-'))
  /** @type {import('node:child_process').ChildProcess[]} */
  workers = []
  mark = randomUUID()
  /** Processes of workers that were killed, and when they were started. @type {Map<number, string>} */
  seen = new Map()
  port = 0
  /** @type {import('node:child_process').ChildProcess | null} */
  redis = null

  /** Options of redis-server, and what workers need to reach it; without them, it listens to this machine. */
  redisOptions = ['--bind', '127.0.0.1']
  /** @type {Record<string, string>} */
  queueEnv = {}

  async start() {
    this.port = await freePort()
    await this.startRedis()
  }

  get env() {
    return {
      ...process.env,
      CHROME_PATH: findBrowser() ?? '',
      OVERLANE_QUEUE: `redis://127.0.0.1:${this.port}`,
      [MARK]: this.mark,
      ...this.queueEnv,
    }
  }

  /**
   * Another Redis in the place of the one that runs.
   * @param {string[]} options
   * @param {Record<string, string>} env
   */
  async changeRedis(options, env) {
    await this.killRedis()
    this.redisOptions = options
    this.queueEnv = env
    await this.startRedis()
  }

  /** Starts Redis, again after it was killed: its append-only file is in the folder. */
  async startRedis() {
    const place = ['--port', String(this.port), '--dir', this.folder, '--save', '']
    const child = spawn(
      findRedis() ?? 'redis-server',
      [...place, '--appendonly', 'yes', '--maxmemory-policy', 'noeviction', ...this.redisOptions],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    this.redis = child
    await new Promise((resolve) => {
      child.stdout.on('data', (text) => {
        if (String(text).includes('Ready to accept connections')) resolve(null)
      })
    })
  }

  async killRedis() {
    await kill(this.redis)
  }

  /**
   * Runs the command line.
   * @param {string[]} args
   * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
   */
  run(...args) {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: this.env,
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (text) => (stdout += String(text)))
    child.stderr.on('data', (text) => (stderr += String(text)))
    return new Promise((resolve) => {
      child.on('close', (code) => resolve({ code, stdout, stderr }))
    })
  }

  /**
   * @param {number} count
   * @param {{ before?: string[], env?: Record<string, string> }} [place] a command that starts them, and what only they know
   */
  work(count, { before = [], env = {} } = {}) {
    for (let index = 0; index < count; index++) {
      const own = [process.execPath, CLI, 'work', '--mount', `data=${this.folder}`]
      const [program = '', ...args] = [...before, ...own]
      const child = spawn(program, args, { env: { ...this.env, ...env }, stdio: 'ignore' })
      this.workers.push(child)
    }
  }

  /** @param {import('node:child_process').ChildProcess} worker */
  async killWorker(worker) {
    // Parts of a browser hide their environment, so they are noted while their parents live.
    for (const pid of this.tree(worker.pid ?? 0)) this.seen.set(pid, statOf(pid)[START] ?? '')
    this.workers = this.workers.filter((each) => each !== worker)
    await kill(worker)
  }

  /** All processes below a worker, and the worker. @param {number} root */
  tree(root) {
    /** @type {Map<number, number[]>} */
    const children = new Map()
    for (const pid of allProcesses()) {
      const parent = Number(statOf(pid)[PARENT])
      children.set(parent, [...(children.get(parent) ?? []), pid])
    }
    /** @type {(pid: number) => number[]} */
    const below = (pid) => [pid, ...(children.get(pid) ?? []).flatMap(below)]
    return below(root)
  }

  /** Everything that the fleet has started and that runs still. */
  processes() {
    const isSeen = (/** @type {number} */ pid) => {
      const stat = statOf(pid)
      return stat[STATE] !== 'Z' && this.seen.has(pid) && this.seen.get(pid) === stat[START]
    }
    return allProcesses().filter(
      (pid) => isSeen(pid) || readText(`/proc/${pid}/environ`).includes(`${MARK}=${this.mark}`),
    )
  }

  async end() {
    await Promise.all([...this.workers].map((each) => this.killWorker(each)))
    // Browsers end by themselves.
    for (let tries = 0; tries < 40 && this.processes().length > 0; tries++) await delay(500)
    for (const pid of this.processes()) process.kill(pid, 'SIGKILL')
    await this.killRedis()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** @param {import('node:child_process').ChildProcess | null} child */
async function kill(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

/** Places of the fields in proc(5), from the third one. */
const [STATE, PARENT, START] = [0, 1, 19]

/** @param {number} pid @returns {string[]} */
function statOf(pid) {
  const stat = readText(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function allProcesses() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** '' if there is no such process any more. @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
