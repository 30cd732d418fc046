import { OverlaneError, problem, reword } from '../../core/errors.ts'
import { endSentence } from '../../core/text/end-sentence.ts'
import { formatName } from '../../core/text/format-names.ts'
import { shellWord } from '../../core/text/shell-word.ts'
import type { Problem } from '../../core/errors.ts'
import type { VideoSource } from '../../core/recording/recording.ts'
import { openPath } from '../folders/directory.ts'
import type { FoundFrames } from './found-frames.ts'
import type { Opening } from './opening.ts'
import { openVideo } from '../video/video-file.ts'
import type { FoundVideo, OpenVideo } from '../video/video-file.ts'

/**
 * The frames of the first video that this browser can decode. If it can decode none, the frames of
 * the first video that can be read. The problems say why earlier videos were not taken.
 * @param paths at least one
 * @param look looks through a video
 */
export async function findVideo(
  opening: Opening,
  paths: readonly string[],
  look: (file: File, path: string) => Promise<FoundVideo>,
): Promise<FoundFrames | null> {
  const { directory, used, problems } = opening
  const passedOver: Problem[] = []
  let spare: OpenVideo | null = null
  for (const [position, path] of paths.entries()) {
    let video: OpenVideo
    try {
      const found = await look(await openPath(directory, path), path)
      video = await openVideo(found.file, found.index)
      problems.push(...found.problems)
    } catch (thrown) {
      if (!(thrown instanceof OverlaneError)) throw thrown
      passedOver.push(thrown.toProblem())
      continue
    }
    if (!video.info.isDecodable) {
      passedOver.push(undecodable(video.info))
      if (spare) video.input.dispose()
      else spare = video
      continue
    }
    spare?.input.dispose()
    used.add(path)
    problems.push(...passedOver.map((each) => ignored(each, path)))
    const others = paths.slice(position + 1)
    if (others.length > 0) {
      const told = {
        fault: `There are ${others.length + 1} videos: ${path} is used, ${others.join(', ')} not.`,
        remedy: { set: 'recording.frames', purpose: 'to use another' },
      }
      problems.push(problem('warning', 'frame-name', told, { file: path }))
    }
    return toFrames(video)
  }
  problems.push(...passedOver)
  if (!spare) return null
  used.add(spare.info.path)
  return toFrames(spare)
}

function ignored(passedOver: Problem, usedPath: string): Problem {
  const fault = `${endSentence(passedOver.fault)} It is ignored: ${usedPath} is used.`
  return reword(passedOver, { severity: 'warning', fault })
}

/** The frames of a video by their indexes. */
export function toFrames(video: OpenVideo): FoundFrames {
  const { path, frameCount } = video.info
  const fileNames = new Map<number, string>()
  for (let index = 0; index < frameCount; index++) fileNames.set(index, path)
  return {
    source: video.info,
    fileNames,
    video,
    inner: null,
    problems: [],
  }
}

/** @param otherRemedy in place of a command for the file */
export function undecodable(
  { path, codec, codecParameters }: VideoSource,
  otherRemedy?: string,
): Problem {
  const parameters = codecParameters === null ? '' : ` (${codecParameters})`
  const convert = `Convert it to H.264 first: ${toH264(path)}. Or let ffmpeg decode it in a terminal: overlane render FOLDER --out video.mp4 --encoder ffmpeg`
  const told = {
    subject: path,
    fault: `is ${formatName(codec)} video${parameters}, which this browser cannot decode here.`,
    remedy: otherRemedy ?? convert,
  }
  return problem('error', 'video-unsupported', told, { file: path })
}

/** A command that keeps the telemetry in the file. ffmpeg writes the tracks of cameras only into MOV. */
function toH264(path: string): string {
  const encode = '-c:v:0 libx264 -crf 16'
  return /\.(?:mp4|m4v|mov)$/i.test(path)
    ? `ffmpeg -i ${shellWord(path)} -map 0 -copy_unknown -c copy ${encode} h264.mov`
    : `ffmpeg -i ${shellWord(path)} -c:a copy ${encode} h264.mkv`
}
