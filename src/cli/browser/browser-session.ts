import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, JSHandle, Page } from 'playwright-core'
import { atExit } from '../at-exit.ts'
import { serveApp } from './app-server.ts'
import type { AppServer } from './app-server.ts'
import { BrowserMemory, browserPid } from './browser-memory.ts'
import { makeProfile, removeProfile } from './browser-profile.ts'
import type { FolderAccess } from './browser-profile.ts'
import { CommandError } from '../command-error.ts'
import { grabFolder } from './grab-folder.ts'
import { launchBrowser } from './launch-browser.ts'
import { makePageRunner } from './page-runner.ts'
import type { PageBridge, PageProgress, PageResult, PageRunner } from './page-messages.ts'
import type { DiskListing } from '../../index.ts'
import { listDisk } from '../paths/list-disk.ts'
import type { RecordingPath } from '../paths/recording-path.ts'

/** The built app stands beside the built command line. */
const APP_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist')

const GRAB_TIMEOUT_MS = 20_000

/** An argument as the page receives it: handles become the objects that they stand for. */
type InPage<Argument> = {
  [Key in keyof Argument]: Argument[Key] extends JSHandle<infer Value> ? Value : Argument[Key]
}

/** A headless browser with Overlane's page open in it, which may use some folders of the disk. */
export class BrowserSession {
  /** Told at most ten times a second. */
  onProgress: (progress: PageProgress) => void = () => undefined
  private readonly browserPath: string
  private readonly server: AppServer
  private readonly profile: string
  private readonly keepProfile: () => void
  private context: BrowserContext | null = null
  private runner: JSHandle<PageRunner> | null = null
  private hasEnded = false

  /**
   * Starts the browser.
   * @param browserPath its program
   * @param folders all that the page is to be given
   * @throws CommandError `browser-missing` where it does not start
   */
  static async open(
    browserPath: string,
    folders: readonly FolderAccess[],
  ): Promise<BrowserSession> {
    const server = await serveApp(APP_FOLDER)
    const session = new BrowserSession(browserPath, server, makeProfile(server.origin, folders))
    try {
      await session.start()
      return session
    } catch (thrown) {
      await session.close()
      throw thrown
    }
  }

  private constructor(browserPath: string, server: AppServer, profile: string) {
    this.browserPath = browserPath
    this.server = server
    this.profile = profile
    this.keepProfile = atExit(() => removeProfile(profile))
  }

  /** Whether the browser, or its page, has ended. */
  get isGone(): boolean {
    return this.hasEnded
  }

  private async start(): Promise<void> {
    this.context = await launchBrowser(this.browserPath, this.profile)
    const onEnd = (): void => {
      this.hasEnded = true
    }
    this.context.on('close', onEnd)
    const { origin, cookie } = this.server
    await this.context.addCookies([{ ...cookie, url: origin, httpOnly: true, sameSite: 'Strict' }])
    const page = this.context.pages()[0] ?? (await this.context.newPage())
    page.on('crash', onEnd)
    await this.exposeBridge(page)
    await page.goto(origin, { waitUntil: 'domcontentloaded' })
    this.runner = await page.evaluateHandle(makePageRunner)
  }

  private async exposeBridge(page: Page): Promise<void> {
    const browser = this.context?.browser()
    const memory = browser ? new BrowserMemory(await browserPid(browser)) : null
    const bridge: PageBridge = {
      overlaneTell: (progress) => this.onProgress(progress),
      overlaneMeter: (order) => {
        if (order === 'stop') return memory?.stop() ?? null
        memory?.start()
        return null
      },
    }
    for (const [name, work] of Object.entries(bridge)) {
      await page.exposeFunction(name, work as (argument: never) => unknown)
    }
  }

  /**
   * The handle of a folder. The page may read it, and write into it if `isWritable` is set.
   * @throws CommandError `browser-permission` where the browser gives no access to it
   */
  async grab({ path, isWritable }: FolderAccess): Promise<JSHandle<FileSystemDirectoryHandle>> {
    const page = this.context?.pages()[0]
    if (!page) throw browserEnded()
    const noAccess = new CommandError(
      'browser-permission',
      `The browser ${this.browserPath} gives no access to ${path}. Choose another folder (browsers refuse the home folder itself and the system's folders), or use Chromium's headless shell: "npx playwright install chromium-headless-shell".`,
    )
    const grabbing = this.orEnded(async () => {
      const handle = await grabFolder(page, path)
      const permission = await handle.evaluate(
        (handle, mode) => handle.queryPermission({ mode }),
        isWritable ? ('readwrite' as const) : ('read' as const),
      )
      if (permission !== 'granted') throw noAccess
      return handle
    })
    // A full browser may ask the user for permission, and nobody is there to answer.
    const isAsking = delay(GRAB_TIMEOUT_MS, null, { ref: false }).then(() => {
      throw noAccess
    })
    return Promise.race([grabbing, isAsking])
  }

  /** A recording as the page takes it, to be read only. */
  async grabRecording({ path, folder, video }: RecordingPath): Promise<{
    name: string
    folder: JSHandle<FileSystemDirectoryHandle>
    video: string | null
    disk: DiskListing
  }> {
    const handle = await this.grab({ path: folder, isWritable: false })
    return { name: basename(path), folder: handle, video, disk: listDisk(folder, video !== null) }
  }

  /**
   * Lets the page do some work.
   * @throws CommandError as the page says, `interrupted` after `abort`, `browser-ended`
   */
  async run<Argument, Value>(
    work: (runner: PageRunner, argument: InPage<Argument>) => Promise<PageResult<Value>>,
    argument: Argument,
  ): Promise<Value> {
    const { runner } = this
    if (!runner) throw browserEnded()
    const result = await this.orEnded(() =>
      runner.evaluate(
        work as (runner: PageRunner, argument: unknown) => Promise<PageResult<Value>>,
        argument,
      ),
    )
    if (result.kind === 'done') return result.value
    if (result.kind === 'interrupted') throw new CommandError('interrupted', 'Interrupted.')
    throw new CommandError(result.code, result.message, result.problems)
  }

  /** Stops the work in the page. Complete frames stay. */
  abort(): void {
    this.runner?.evaluate((runner) => runner.abort()).catch(() => undefined)
  }

  async close(): Promise<void> {
    await this.context?.close().catch(() => undefined)
    await this.server.close()
    this.keepProfile()
    removeProfile(this.profile)
  }

  private async orEnded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (thrown) {
      // The work may fail before the event that the browser has ended.
      if (/has been closed|crashed/.test(String(thrown))) this.hasEnded = true
      throw this.isGone ? browserEnded() : thrown
    }
  }
}

function browserEnded(): CommandError {
  return new CommandError(
    'browser-ended',
    'The browser ended before the work was done. If the machine ran out of memory, try again with fewer workers or with --memory-limit.',
  )
}
