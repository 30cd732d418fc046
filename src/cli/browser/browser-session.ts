import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, JSHandle, Page } from 'playwright-core'
import { atExit } from '../at-exit.ts'
import { serveApp } from './app-server.ts'
import type { AppServer } from './app-server.ts'
import { BrowserMemory, browserPid } from './browser-memory.ts'
import { writeProfile } from './browser-profile.ts'
import type { FolderAccess } from './browser-profile.ts'
import { CommandError } from '../command-error.ts'
import { grabFolder } from './grab-folder.ts'
import { endedAtStart, launchBrowser, profileFolder } from './launch-browser.ts'
import { LIBRARY_PAGE } from './library-page.ts'
import { makePageRunner } from './page-runner.ts'
import type { PageBridge, PageProgress, PageResult, PageRunner } from './page-messages.ts'
import type { DiskListing, RunFiles } from '../../index.ts'
import { listDisk } from '../paths/list-disk.ts'
import type { RecordingPath } from '../paths/recording-path.ts'
import type { StatEntry } from '../paths/stat-folder.ts'
import {
  removeAbandoned,
  TemporaryFolder,
  temporaryFolderFault,
} from '../paths/temporary-folder.ts'

/** The built app is in a folder beside the built command line. */
const APP_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist')

const GRAB_TIMEOUT_MS = 20_000

/** An argument as the page receives it: handles become the objects that they stand for. */
type InPage<Argument> = { [Key in keyof Argument]: Unwrapped<Argument[Key]> }
type Unwrapped<Part> = Part extends JSHandle<infer Value> ? Value : Part

/** A headless browser with Overlane's page, which may use some folders of the disk. */
export class BrowserSession {
  /** Called at most four times a second. */
  onProgress: (progress: PageProgress) => void = () => undefined
  /** Checks the files of a run before it writes anything. */
  checkFiles: (files: RunFiles) => string | null = () => null
  /** Whether the output folder of a run has any file. If not, `checkFiles` gets no names of files. */
  hasFiles: PageBridge['overlaneHasFiles'] = () => true
  /** Sizes and times of the files of a run's folder, see `PageBridge`. */
  statFolder: (path: string | null) => StatEntry[] = () => {
    throw new Error('This run does not resume.')
  }
  /** Whether the renderers of recordings may run. */
  allowRenderers = false
  nextChunk: PageBridge['overlaneNextChunk'] = () => null
  beginFrame: PageBridge['overlaneBeginFrame'] = () => undefined
  commitChunk: PageBridge['overlaneCommitChunk'] = () => false
  /** Does what a run asks of an encoder outside of the browser. */
  encode: PageBridge['overlaneEncode'] = () => {
    throw new Error('This run has no encoder of its own.')
  }
  private readonly browserPath: string
  private readonly server: AppServer
  private temporary: TemporaryFolder | null = null
  private keepTemporary: () => void = () => undefined
  private context: BrowserContext | null = null
  private runner: JSHandle<PageRunner> | null = null
  private hasEnded = false

  /**
   * Starts the browser.
   * @param browserPath its program
   * @param folders all folders that the page may use
   * @throws CommandError `browser-missing` if it does not start, `browser-ended` if something ends it
   * at its start, `temporary-folder` if there is not enough space for it
   */
  static async open(
    browserPath: string,
    folders: readonly FolderAccess[],
  ): Promise<BrowserSession> {
    removeAbandoned()
    const server = await serveApp(APP_FOLDER)
    const session = new BrowserSession(browserPath, server)
    try {
      await session.start(folders)
      return session
    } catch (thrown) {
      await session.close()
      throw thrown
    }
  }

  private constructor(browserPath: string, server: AppServer) {
    this.browserPath = browserPath
    this.server = server
  }

  /** Such as `140.0.7339.16`; empty where there is no browser. */
  get browserVersion(): string {
    return this.context?.browser()?.version() ?? ''
  }

  /** Whether the browser, or its page, has ended. */
  get isGone(): boolean {
    return this.hasEnded
  }

  private async start(folders: readonly FolderAccess[]): Promise<void> {
    const temporary = new TemporaryFolder('browser')
    this.temporary = temporary
    this.keepTemporary = atExit(() => temporary.remove())
    const { path } = temporary
    try {
      writeProfile(profileFolder(path), this.server.origin, folders)
      this.context = await launchBrowser(this.browserPath, path)
      await this.openPage(this.context)
    } catch (thrown) {
      if (thrown instanceof CommandError) throw thrown
      throw (
        temporaryFolderFault() ?? (this.seesEnd(thrown) ? endedAtStart(this.browserPath) : thrown)
      )
    }
  }

  private async openPage(context: BrowserContext): Promise<void> {
    const onEnd = (): void => {
      this.hasEnded = true
    }
    context.on('close', onEnd)
    const { origin, cookie } = this.server
    await context.addCookies([{ ...cookie, url: origin, httpOnly: true, sameSite: 'Strict' }])
    const page = context.pages()[0] ?? (await context.newPage())
    page.on('crash', onEnd)
    await this.exposeBridge(page)
    await page.goto(`${origin}${LIBRARY_PAGE}`, { waitUntil: 'domcontentloaded' })
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
      overlaneCheckFiles: (files) => this.checkFiles(JSON.parse(files) as RunFiles),
      overlaneHasFiles: () => this.hasFiles(),
      overlaneStatFolder: (path) => JSON.stringify(this.statFolder(path)),
      overlaneNextChunk: (order) => this.nextChunk(order),
      overlaneBeginFrame: (frameIndex) => this.beginFrame(frameIndex),
      overlaneCommitChunk: (index, report) => this.commitChunk(index, report),
      overlaneEncode: (order) => this.encode(order),
    }
    for (const [name, work] of Object.entries(bridge)) {
      await page.exposeFunction(name, work as (argument: never) => unknown)
    }
  }

  /**
   * The handle of a folder. The page may read it, and write into it if `isWritable` is set.
   * @throws CommandError `browser-permission` if the browser gives no access to it
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
    // A full browser may ask the user for permission, and nobody could answer.
    const isAsking = delay(GRAB_TIMEOUT_MS, null, { ref: false }).then(() => {
      throw noAccess
    })
    return Promise.race([grabbing, isAsking])
  }

  /**
   * A recording in the form that the page needs. The page may only read it.
   * @param known its frames, and the folder that they are in. Default: they are looked for
   * @param list lists its files, when the page asks for them: meanwhile it reads logs
   */
  async grabRecording(
    { path, folder, video }: RecordingPath,
    known: { folder: string; frames: Uint8Array } | null = null,
    list: () => DiskListing = () => listDisk(folder, video !== null, known?.folder),
  ): Promise<{
    name: string
    folder: JSHandle<FileSystemDirectoryHandle>
    video: string | null
    disk: string
    knownFrames: string | null
    allowRenderers: boolean
  }> {
    const handle = await this.grab({ path: folder, isWritable: false })
    const { allowRenderers } = this
    const disk = this.server.give(() => JSON.stringify(list()))
    const knownFrames = known && this.server.give(known.frames)
    return { name: basename(path), folder: handle, video, disk, knownFrames, allowRenderers }
  }

  /**
   * Runs some work in the page.
   * @throws CommandError with the error of the page; `interrupted` after `abort`; `browser-ended`
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
    if (result.kind === 'fault') throw new Error(result.details)
    throw new CommandError(result.code, result.message, result.problems)
  }

  /** Stops the work in the page. Complete frames stay. */
  abort(): void {
    this.runner?.evaluate((runner) => runner.abort()).catch(() => undefined)
  }

  async close(): Promise<void> {
    await this.context?.close().catch(() => undefined)
    await this.server.close()
    this.keepTemporary()
    this.temporary?.remove()
  }

  private async orEnded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (thrown) {
      throw this.seesEnd(thrown) ? browserEnded() : thrown
    }
  }

  /** Whether something failed because the browser, or its page, has ended. */
  private seesEnd(thrown: unknown): boolean {
    // The work may fail before the browser reports its end.
    if (/has been closed|crashed/.test(String(thrown))) this.hasEnded = true
    return this.hasEnded
  }
}

function browserEnded(): CommandError {
  return new CommandError(
    'browser-ended',
    'The browser ended before the work was done. If the machine ran out of memory, try again with fewer workers or with --memory-limit.',
  )
}
