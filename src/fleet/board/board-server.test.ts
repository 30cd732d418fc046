import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { submitRun } from '../commands/submit-command.ts'
import { connect } from '../queue/connect.ts'
import { FleetQueue } from '../queue/fleet-queue.ts'
import { giveSign } from '../queue/worker-signs.ts'
import { noRedis, RedisServer } from '../testing/redis-server.ts'
import { serveBoard } from './board-server.ts'
import type { BoardServer } from './board-server.ts'

describe.skipIf(noRedis !== null)('the board', () => {
  let redis: RedisServer
  let queue: FleetQueue
  let board: BoardServer
  const token = 'a-token-of-this-test'

  beforeAll(async () => {
    redis = await RedisServer.start()
    queue = new FleetQueue(await connect(redis.address, 'command'))
    board = await serveBoard(queue, { host: '127.0.0.1', port: 0, token })
    const run = {
      id: 'r1',
      runClass: 'bulk' as const,
      createdMs: 0,
      recordingCount: 1,
      framesPerChunk: 10,
      overwrite: false,
      settings: '{}',
      isCancelled: false,
      round: 0,
    }
    const place = { mount: 'data', path: '<b>drive</b>' }
    await submitRun(queue, run, [{ recording: place, output: place }])
    await giveSign(queue.redis, {
      id: 'w1',
      host: 'one',
      pid: 1,
      environment: '',
      state: 'recording 1, chunk 1',
      run: 'r1',
      doneFrameCount: 5,
      framesPerSecond: 12,
    })
  })
  afterAll(async () => {
    await board.close()
    await queue.close()
    await redis.remove()
  })

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`http://127.0.0.1:${board.port}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}`, ...headers },
    })

  test('shows the queue with files of its own only', async () => {
    const page = await get('/')
    const html = await page.text()
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(html).toContain('<title>Overlane</title>')
    expect(html).not.toMatch(/https?:/)
    const [script = ''] = /static\/js\/main\.[^"]+/.exec(html) ?? []
    expect((await get(`/${script}`)).status).toBe(200)
    expect((await get('/static/..%2fpackage.json')).status).toBe(404)
    const queues = (await (await get('/api/queues')).json()) as {
      queues: { name: string; counts: { prioritized: number } }[]
    }
    expect(queues.queues.map(({ name, counts }) => [name, counts.prioritized])).toEqual([
      ['work', 0],
      ['plans', 1],
    ])
  })

  test('changes nothing', async () => {
    const answer = await get('/api/queues/plans/pause', {}, 'PUT')
    expect(answer.status).toBe(405)
    expect(await queue.plans.isPaused()).toBe(false)
  })

  test('takes the token from the address into a cookie that no script can read', async () => {
    const answer = await get(`/?token=${token}`, { authorization: '' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/')
    expect(answer.headers.get('set-cookie')).toContain('HttpOnly; SameSite=Strict')
    expect((await get('/', { authorization: 'Bearer no' })).status).toBe(401)
  })

  test('has the runs, and the numbers for Prometheus', async () => {
    expect(await (await get('/runs')).text()).toContain('1 worker, 1 run')
    const text = await (await get('/metrics')).text()
    expect(text).toContain('# TYPE overlane_workers gauge\noverlane_workers 1\n')
    expect(text).toContain('overlane_workers_busy 1\n')
    expect(text).toContain('overlane_frames_per_second 12\n')
    expect(text).toContain('overlane_recordings{class="bulk"} 1\n')
    expect(text).toContain('overlane_jobs{queue="plans",state="prioritized"} 1\n')
  })
})
