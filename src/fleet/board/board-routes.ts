import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { FleetQueue } from '../queue/fleet-queue.ts'

type Options = Parameters<typeof createBullBoard>[0]
type ServerAdapter = Options['serverAdapter']
type Queues = Parameters<ServerAdapter['setQueues']>[0]
type ApiRoute = Parameters<ServerAdapter['setApiRoutes']>[0][number]
type EntryRoute = Parameters<ServerAdapter['setEntryRoute']>[0]
type Config = Parameters<ServerAdapter['setUIConfig']>[0]
type OnError = Parameters<ServerAdapter['setErrorHandler']>[0]

export interface BoardAnswer {
  status: number
  body: unknown
}

/** bull-board without a web framework: its page, its files and its answers. */
export class BoardRoutes {
  private queues: Queues = new Map() as Queues
  private apiRoutes: ApiRoute[] = []
  private entry: EntryRoute | null = null
  private config: Config = {}
  private onError: OnError | null = null
  private viewsPath = ''
  /** Folder of the files that are below `/static`. */
  staticPath = ''

  /** It only shows the queues: what it would change, the runs would not know. */
  constructor({ work, plans }: FleetQueue) {
    const adapter: ServerAdapter = {
      setQueues: (queues) => this.set(adapter, () => (this.queues = queues)),
      setViewsPath: (path) => this.set(adapter, () => (this.viewsPath = path)),
      setStaticPath: (_, path) => this.set(adapter, () => (this.staticPath = path)),
      setEntryRoute: (route) => this.set(adapter, () => (this.entry = route)),
      setErrorHandler: (handler) => this.set(adapter, () => (this.onError = handler)),
      setApiRoutes: (routes) => this.set(adapter, () => (this.apiRoutes = routes)),
      setUIConfig: (config) => this.set(adapter, () => (this.config = config)),
    }
    createBullBoard({
      queues: [work, plans].map((each) => new BullMQAdapter(each, { readOnlyMode: true })),
      serverAdapter: adapter,
      options: {
        uiConfig: { boardTitle: 'Overlane', miscLinks: [{ text: 'Runs', url: '/runs' }] },
      },
    })
  }

  /** The page; null if the path is not one of it. */
  page(path: string): string | null {
    const { entry } = this
    if (!entry || !routesOf(entry).some((route) => matchPath(route, path))) return null
    const { name, params } = entry.handler({ basePath: '/', uiConfig: this.config })
    return (
      readFileSync(join(this.viewsPath, name), 'utf8')
        // The page loads nothing from elsewhere.
        .replace(/<link[^>]*fonts\.googleapis\.com[^>]*>/g, '')
        .replace(/<%([=-])\s*(\w+)\s*%>/g, (_, kind: string, key: string) => {
          const value = params[key] ?? ''
          return kind === '=' ? escapeHtml(value) : value
        })
    )
  }

  /** What the page asks for; null if the path is none of its questions. */
  async answer(url: URL, headers: Record<string, string | undefined>): Promise<BoardAnswer | null> {
    for (const route of this.apiRoutes.filter(({ method }) => [method].flat().includes('get'))) {
      const params = routesOf(route).map((each) => matchPath(each, url.pathname))
      const found = params.find((each) => each !== null)
      if (!found) continue
      try {
        const { status = 200, body } = await route.handler({
          queues: this.queues,
          uiConfig: this.config,
          query: Object.fromEntries(url.searchParams),
          params: found,
          body: {},
          headers,
        })
        return { status, body }
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown))
        const { status = 500, body } = this.onError?.(error) ?? { body: {} }
        return { status, body }
      }
    }
    return null
  }

  private set(adapter: ServerAdapter, change: () => void): ServerAdapter {
    change()
    return adapter
  }
}

function routesOf({ route }: { route: string | string[] }): string[] {
  return [route].flat()
}

/** The parts of a path that a route names: `/api/queues/:queueName`. Null if it does not fit. */
function matchPath(route: string, path: string): Record<string, string> | null {
  const [wanted, given] = [route.split('/'), path.split('/')]
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [place, part] of wanted.entries()) {
    const value = given[place] ?? ''
    if (part.startsWith(':')) {
      try {
        params[part.slice(1)] = decodeURIComponent(value)
      } catch {
        return null
      }
    } else if (part !== value) return null
  }
  return params
}

export function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (letter) => names[letter] ?? letter)
}
