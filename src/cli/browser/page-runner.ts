import type {
  DiskListing,
  FramePlan,
  KnownFrames,
  Layout,
  MemoryMeter,
  OverlayConfig,
  Problem,
  RecordingFolder,
  RenderOptions,
} from '../../index.ts'
import type { StatEntry } from '../paths/stat-folder.ts'
import type {
  ChosenLayout,
  LeftOutFrame,
  PageBridge,
  PageProgress,
  PageRenderOptions,
  PageResult,
  PageRunner,
  RecordingSource,
} from './page-messages.ts'

/**
 * Makes the runner. This function is sent to the page as text, so it must not use anything of this
 * file except types.
 */
export function makePageRunner(): PageRunner {
  const { overlane } = globalThis
  const bridge = globalThis as unknown as {
    [Name in keyof PageBridge]: (
      ...args: Parameters<PageBridge[Name]>
    ) => Promise<Awaited<ReturnType<PageBridge[Name]>>>
  }
  const abortion = new AbortController()
  const { signal } = abortion
  const TELL_INTERVAL_MS = 250
  let toldMs = -Infinity
  /** The plans of this page take turns, and share their workers. */
  const shelf = new overlane.WorkerShelf()

  const tell = (progress: Partial<PageProgress>): void => {
    const { doneCount = 0, totalCount = null } = progress
    const nowMs = performance.now()
    if (nowMs - toldMs < TELL_INTERVAL_MS && doneCount !== totalCount) return
    toldMs = nowMs
    const unknown = { step: '', unit: 'frames', framesPerSecond: null, remainingMs: null } as const
    void bridge.overlaneTell({ ...unknown, ...progress, doneCount, totalCount })
  }
  const attempt = async <Value>(work: () => Promise<Value>): Promise<PageResult<Value>> => {
    try {
      return { kind: 'done', value: await work() }
    } catch (thrown) {
      if (signal.aborted) return { kind: 'interrupted' }
      const isExpected = thrown instanceof overlane.OverlaneError || thrown instanceof DOMException
      if (!isExpected) {
        const details = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
        return { kind: 'fault', details }
      }
      const { code, message, problems } = overlane.OverlaneError.from(thrown, 'internal')
      return { kind: 'failed', code, message, problems: [...problems] }
    }
  }
  const given = async <Value>(path: string): Promise<Value> =>
    (await (await fetch(path)).json()) as Value
  const givenFrames = async (path: string): Promise<KnownFrames> => {
    const { unpackKnown } = await overlane.loadKnownFrames()
    return unpackKnown(await (await fetch(path)).arrayBuffer())
  }
  const open = async (
    { name, folder, video, disk, knownFrames, allowRenderers }: RecordingSource,
    config: OverlayConfig | null = null,
    pattern: string | null = null,
    framesPerSecond: number | null = null,
  ): Promise<RecordingFolder> => {
    const recording = await overlane.openRecording(new overlane.HandleDirectory(folder), {
      signal,
      disk: given<DiskListing>(disk),
      ...(knownFrames === null ? {} : { known: await givenFrames(knownFrames) }),
      allowRenderers,
      ...(video === null ? {} : { frames: video }),
      ...(pattern === null ? {} : { pattern }),
      ...(framesPerSecond === null ? {} : { frameRate: framesPerSecond }),
      onProgress: tell,
      ...(config ? { config } : {}),
    })
    return { ...recording, name }
  }
  const layoutOf = async (chosen: ChosenLayout): Promise<Layout> => {
    const { builtInLayout } = await overlane.loadLayouts()
    return typeof chosen === 'string' ? builtInLayout(chosen) : chosen
  }
  /**
   * Errors in the recording or the plan are reported first, so the files are not checked then.
   * @param isStaged whether files are only moved into their places, which replaces no other file
   */
  const planChecked = async (
    recording: RecordingFolder,
    config: OverlayConfig,
    videoName: string | null = null,
    isStaged = false,
  ): Promise<FramePlan> => {
    const whole = overlane.planFrames(recording, config)
    const plan =
      whole.movie && videoName !== null
        ? { ...whole, movie: { ...whole.movie, fileName: videoName } }
        : whole
    const isSound = [...recording.problems, ...plan.problems].every(
      ({ severity }) => severity !== 'error',
    )
    const replacesNone = isStaged || !(await bridge.overlaneHasFiles())
    const files = overlane.listRunFiles(recording, plan, replacesNone)
    const refusal = isSound ? await bridge.overlaneCheckFiles(JSON.stringify(files)) : null
    if (refusal !== null) throw new overlane.OverlaneError('output-invalid', refusal)
    return plan
  }
  const prepare = async (
    source: RecordingSource,
    output: FileSystemDirectoryHandle,
    options: PageRenderOptions,
    feed: FileSystemDirectoryHandle | null = null,
  ): Promise<RenderOptions> => {
    const { config, pattern, framesPerSecond, encoder } = options
    const { outputSettings, videoSettings, range, process, existing } = options
    const opened = await open(source, config, pattern, framesPerSecond)
    // Another encoder has decoders of its own.
    const isRead = ({ code }: Problem): boolean => !encoder || code !== 'video-unsupported'
    const recording = { ...opened, problems: opened.problems.filter(isRead) }
    let own = recording.config
    if (options.layout !== null) {
      const { applyLayout, proposeRoles } = await overlane.loadLayouts()
      const layout = await layoutOf(options.layout)
      own = applyLayout(layout, proposeRoles(layout, recording.sensors), recording, own).config
    }
    const used: OverlayConfig = {
      ...own,
      output: {
        ...own.output,
        ...outputSettings,
        video: { ...own.output.video, ...videoSettings },
      },
      range: { ...own.range, ...range },
    }
    const plan = await planChecked(recording, used, encoder?.fileName)
    const videoName = encoder?.fileName ?? plan.movie?.fileName ?? ''
    return {
      recording,
      config: used,
      plan,
      output: new overlane.HandleDirectory(output),
      ...(encoder && feed
        ? {
            encoder: await overlane.fedEncoder(videoName, encoder.note, feed, (order) =>
              bridge.overlaneEncode(order),
            ),
          }
        : {}),
      ...existing,
      process,
    }
  }
  const careFor = (leftOut: readonly LeftOutFrame[]): NonNullable<RenderOptions['care']> => ({
    leftOut: new Map(leftOut.map(({ frameIndex, reason }) => [frameIndex, reason])),
    begin: (frameIndex) => bridge.overlaneBeginFrame(frameIndex),
  })
  const filesFor =
    ({ source }: RecordingFolder): NonNullable<RenderOptions['knownFiles']> =>
    async (folder) => {
      const path = folder === 'frames' ? (source?.path ?? '') : null
      const entries = JSON.parse(await bridge.overlaneStatFolder(path)) as StatEntry[]
      return new Map(
        entries.map(([name, sizeBytes, modifiedMs]) => [
          name,
          sizeBytes === null ? null : { sizeBytes, modifiedMs },
        ]),
      )
    }
  const memoryMeter: MemoryMeter = {
    start: () => void bridge.overlaneMeter('start'),
    stop: () => bridge.overlaneMeter('stop'),
  }

  return {
    abort: () => abortion.abort(),

    inspect: (origin, wanted) =>
      attempt(async () => {
        const recording = await open(origin)
        const layouts = await overlane.loadLayouts()
        const layout = await layoutOf(wanted ?? layouts.chooseLayout(recording))
        const roles = layouts.proposeRoles(layout, recording.sensors)
        const { notes } = layouts.applyLayout(layout, roles, recording, recording.config)
        const { name, source, timing, calibration, calibrationFile } = recording
        const { frames, projectFile, ignoredFiles, config } = recording
        return {
          name,
          source,
          timing,
          calibration,
          calibrationFile,
          projectFile,
          ignoredFiles,
          unusedFiles: recording.files
            .filter(({ role }) => role === 'unused')
            .map(({ path, fileCount, text, offers }) => ({
              path,
              fileCount,
              text,
              choices: offers.map((use) => ({
                use,
                setting: overlane.choiceInFile(config, path, use),
              })),
            })),
          frameCount: frames.length,
          missingCount: frames.filter(({ fileName }) => fileName === null).length,
          sensors: recording.sensors.map(({ timesMs, ...track }) => ({
            name: track.name,
            label: track.label,
            file: track.file,
            fields: track.fields,
            recordsPerSecond: track.recordsPerSecond,
            timeColumn: track.timeColumn,
            timeUnit: track.timeUnit,
            recordCount: timesMs.length,
            rangeMs:
              timesMs.length > 0
                ? ([timesMs[0], timesMs[timesMs.length - 1]] as [number, number])
                : null,
          })),
          renderers: config.renderers.map(({ type }) => type),
          layout: {
            name: layout.name,
            roles: Object.entries(roles).map(([role, field]) => ({
              role,
              label: layouts.roleLabel(role),
              field,
            })),
            notes,
          },
          problems: [...recording.problems, ...overlane.planFrames(recording, config).problems],
        }
      }),

    render: (source, output, options, feed) =>
      attempt(async () => {
        const run = await prepare(source, output, options, feed)
        const { leftOut = [] } = options
        return overlane.renderRecording({
          ...run,
          ...(leftOut.length > 0 && { care: careFor(leftOut) }),
          knownFiles: filesFor(run.recording),
          memoryMeter,
          signal,
          onProgress: ({ settledCount, plannedCount, framesPerSecondNow, remainingMs }) =>
            tell({
              doneCount: settledCount,
              totalCount: plannedCount,
              framesPerSecond: framesPerSecondNow,
              remainingMs,
            }),
        })
      }),

    plan: (source, output, options, { chunkSize, knownFile }) =>
      attempt(async () => {
        const run = await prepare(source, output, options)
        const plan = await overlane.planChunks(run, chunkSize)
        if (!knownFile) return { plan, knownFiles: null }
        const { knownFrames, packKnown } = await overlane.loadKnownFrames()
        const known = knownFrames(run.recording)
        if (!known) return { plan, knownFiles: null }
        const folder = await output.getDirectoryHandle(knownFile.folder, { create: true })
        const directory = new overlane.HandleDirectory(folder)
        await directory.writeFile(knownFile.name, packKnown(known))
        return { plan, knownFiles: known.logs.map(({ file }) => file) }
      }),

    renderChunks: (source, staging, { number, config, planned, frameCount, process }) =>
      attempt(async () => {
        const recording = await open(source, config)
        const plan = await planChecked(recording, config, null, true)
        const output = new overlane.HandleDirectory(staging)
        const run = { recording, config, plan, output, process }
        await overlane.checkChunks(run, planned)
        const { summaryOf } = await overlane.loadJoinedRun()
        const spareWorkers = shelf.forPlan()
        for (;;) {
          const turn = await bridge.overlaneNextChunk(number)
          if (!turn) return null
          const { index, doneCount, care } = turn
          const part = planned.chunks[index]
          if (!part) throw new RangeError(`The plan has no chunk ${index}.`)
          const report = await overlane.renderRecording({
            ...run,
            part,
            resume: 'never',
            signal,
            ...(care ? { care: careFor(care.leftOut) } : { spareWorkers }),
            onProgress: ({ settledCount, framesPerSecondNow: framesPerSecond }) =>
              tell({
                doneCount: doneCount + settledCount,
                totalCount: frameCount,
                framesPerSecond,
              }),
          })
          const { status, stopReason, skipped, failed, files } = report
          if (status === 'cancelled') signal.throwIfAborted()
          if (stopReason) throw overlane.OverlaneError.fromProblems([stopReason])
          const done = { skipped, failed, summary: summaryOf(report), names: files.join('\n') }
          if (!(await bridge.overlaneCommitChunk(index, done))) return null
        }
      }),

    verify: (output, source, sampleCount) =>
      attempt(async () => {
        const folder = new overlane.HandleDirectory(output)
        const recording = source && (await open(source, await overlane.readRunConfig(folder)))
        return overlane.verifyOutput({
          output: folder,
          source: recording && { recording, config: recording.config },
          sampleCount,
          signal,
          onProgress: (doneCount, totalCount) => tell({ doneCount, totalCount, unit: 'files' }),
        })
      }),

    benchmark: (source, scratch, { workerCounts, ...options }) =>
      attempt(async () => {
        const recording = await open(source)
        const coreCount = navigator.hardwareConcurrency
        const powers = [1, 2, 4, 8, 16, 32, 64, 128, 256].filter((count) => count <= coreCount)
        return overlane.measureBenchmark({
          recording,
          config: recording.config,
          scratchParent: new overlane.HandleDirectory(scratch),
          workerCounts: workerCounts ?? [...new Set([...powers, coreCount])],
          ...options,
          memoryMeter,
          signal,
          onProgress: ({ method, round, roundCount, share, remainingMs }) =>
            tell({
              step: method === null ? 'Warming up' : `${method}, round ${round} of ${roundCount}`,
              doneCount: share,
              totalCount: 1,
              unit: 'runs',
              remainingMs,
            }),
        })
      }),

    profile: (source, scratch, frameCount) =>
      attempt(async () => {
        const recording = await open(source)
        return overlane.measureProfile({
          recording,
          config: recording.config,
          scratchParent: new overlane.HandleDirectory(scratch),
          frameCount,
          signal,
          onProgress: (doneCount, totalCount) => tell({ doneCount, totalCount }),
        })
      }),

    sync: (source, sensor, given) =>
      attempt(async () => {
        const recording = await open(source)
        const { config, projectFile, configSource } = recording
        const by = given ?? (await overlane.bestSource({ recording, config, sensor }))
        const { verdict, reason, candidates, pair } = await overlane.findSync({
          recording,
          config,
          sensor,
          by,
          signal,
          onProgress: (doneCount, totalCount) => tell({ doneCount, totalCount }),
        })
        const [first] = candidates
        let projectText: string | null = null
        const isBroken = projectFile !== null && configSource !== 'project-file'
        if (verdict === 'high' && first && recording.timing && !isBroken) {
          const before = config.sensors[sensor] ?? overlane.defaultSensorConfig()
          const settings = overlane.candidateSettings(first, recording.timing.rangeMs)
          const sensors = { ...config.sensors, [sensor]: { ...before, ...settings } }
          const earlier =
            projectFile === null
              ? null
              : await (await recording.directory.openFile(projectFile)).text()
          projectText = await overlane.writeProjectFile({ ...config, sensors }, earlier)
        }
        return {
          sensor,
          by,
          verdict,
          reason,
          compared: pair && { video: pair.video.name, log: pair.log.field },
          candidates,
          proposals: await overlane.proposePlaces(recording, config, sensor),
          projectText,
        }
      }),

    sample: (folder, options) =>
      attempt(async () => {
        await overlane.createSampleDrive(new overlane.HandleDirectory(folder), {
          ...options,
          signal,
          onProgress: (doneCount, totalCount) => tell({ doneCount, totalCount }),
        })
        return null
      }),
  }
}
