import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import { FfmpegProcess } from './ffmpeg-process.ts'
import { findFfmpeg } from './find-ffmpeg.ts'

describe.skipIf(process.platform === 'win32')('a program that is called ffmpeg', () => {
  const place = testFolder()
  const isCalledFirst = (): void => {
    vi.stubEnv('PATH', `${place()}:${process.env.PATH ?? ''}`)
  }
  beforeEach(isCalledFirst)
  afterEach(() => vi.unstubAllEnvs())

  /** @param script of a shell */
  const install = (script: string, name = 'ffmpeg'): void => {
    writeFileSync(place(name), `#!/bin/sh\n${script}\n`)
    chmodSync(place(name), 0o755)
  }
  const part = (name: string, content = 'x'.repeat(100_000)): string => {
    writeFileSync(place(name), content)
    return place(name)
  }

  test('gets the files one after another, however they are announced, and they are removed', async () => {
    install(`cat > '${place('got')}'; echo frame=12`)
    const running = new FfmpegProcess([])
    const files = ['1', '2', '3'].map((name) => part(name, name.repeat(200_000)))
    await Promise.all(files.map((file) => running.send(file)))
    await running.finish()
    expect(readFileSync(place('got'), 'utf8')).toBe(
      ['1', '2', '3'].map((name) => name.repeat(200_000)).join(''),
    )
    expect(files.some((file) => existsSync(file))).toBe(false)
    expect(running.frameCount).toBe(12)
  })

  test('gets its arguments as they are, without a shell', async () => {
    install(`printf '%s\\n' "$@" > '${place('arguments')}'`)
    const running = new FfmpegProcess(['-metadata', 'title=$(id) `id`; "x" *'])
    await running.finish()
    expect(readFileSync(place('arguments'), 'utf8')).toBe('-metadata\ntitle=$(id) `id`; "x" *\n')
  })

  test('that dies in the middle is told with what it said', async () => {
    install('head -c 10 > /dev/null; echo one >&2; echo "Error: \u001b[31mbroken" >&2; exit 3')
    const running = new FfmpegProcess([])
    const send = async (): Promise<void> => {
      for (let count = 0; count < 20; count++) await running.send(part(`${count}`))
    }
    const message =
      'ffmpeg ended with code 3 before the video was complete. It said: one … Error: \\u001b[31mbroken'
    await expect(send()).rejects.toMatchObject({ code: 'worker-failed', message })
    await expect(running.checkAlive()).rejects.toMatchObject({ message })
    await expect(running.finish()).rejects.toMatchObject({ message })
  })

  test('that is killed is told, too', async () => {
    install('kill -KILL $$')
    await expect(new FfmpegProcess([]).finish()).rejects.toThrow(
      'ffmpeg ended by SIGKILL before the video was complete. It said nothing.',
    )
  })

  test('that takes nothing and never ends is ended, and told with what it said', async () => {
    install('echo "broken header" >&2; exec sleep 1000')
    const running = new FfmpegProcess([], { stalledMs: 300 })
    await expect(running.send(part('1', 'x'.repeat(500_000)))).rejects.toMatchObject({
      code: 'worker-failed',
      message:
        'ffmpeg did nothing for 0.3 s, so it was ended before the video was complete. It said: broken header',
    })
  })

  test('that finds the disk full says so', async () => {
    install(
      'cat > /dev/null; echo "av_interleaved_write_frame(): No space left on device" >&2; exit 1',
    )
    await expect(new FfmpegProcess([]).finish()).rejects.toMatchObject({
      code: 'write-failed',
      message: 'ffmpeg could not write the video: the disk is full.',
    })
  })

  test('names its version and its encoders', async () => {
    install('exit 0', 'ffprobe')
    install(
      'if [ "$1" = -version ]; then echo "ffmpeg version 7.1-test Copyright"; else echo " V....D libx264   H.264"; echo " A....D aac   AAC"; echo " VFS..D ffv1  FFV1"; fi',
    )
    expect(await findFfmpeg()).toEqual({
      version: '7.1-test',
      encoders: new Set(['libx264', 'ffv1']),
    })
  })

  test('that is not there is told with what to do', async () => {
    vi.stubEnv('PATH', place())
    await expect(findFfmpeg()).rejects.toMatchObject({
      code: 'output-invalid',
      message: expect.stringContaining('Install ffmpeg') as string,
    })
  })
})
