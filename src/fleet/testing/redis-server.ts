import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { findRedis } from '../../../tools/find-redis.mjs'
import { FORMAT_KEY } from '../queue/queue-format.ts'

/** Why tests with a queue are skipped; null if they are not. */
export const noRedis = findRedis() === null ? 'redis-server is not installed' : null

/** A Redis of a test: on a free port, in a temporary folder. */
export class RedisServer {
  readonly port: number
  private readonly folder = mkdtempSync(join(tmpdir(), 'overlane-redis-'))
  private readonly options: readonly string[]
  private child: ChildProcess | null = null

  private constructor(port: number, options: readonly string[]) {
    this.port = port
    this.options = options
  }

  /** @param options of redis-server; they override those of a good queue */
  static async start(...options: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options)
    await server.start()
    return server
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Starts it, again if it was killed: what it has in its file is there again. */
  async start(): Promise<void> {
    const place = ['--port', String(this.port), '--dir', this.folder, '--save', '']
    const queue = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction']
    // Jobs stay small then; Redis 6.2 knows only this name of it.
    const small = ['--hash-max-ziplist-value', '512']
    const child = spawn(findRedis() ?? '', [...place, ...queue, ...small, ...this.options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.child = child
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('redis-server has ended at its start.')))
      child.stdout.on('data', (text: Buffer) => {
        if (text.includes('Ready to accept connections')) resolve()
      })
    })
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    const redis = new Redis(this.address)
    await redis.flushall()
    redis.disconnect()
  }

  /** Makes it the queue of another version. */
  async setFormat(format: string): Promise<void> {
    const redis = new Redis(this.address)
    await redis.set(FORMAT_KEY, format)
    redis.disconnect()
  }

  /** As when its machine loses its power. */
  async kill(): Promise<void> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
