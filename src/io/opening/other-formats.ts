import { extensionOf } from '../../core/recording/image-format.ts'

/** Files that Overlane does not read, by their endings, and what makes them usable. */
const REMEDIES: readonly { endings: RegExp; text: string }[] = [
  {
    endings: /^\.(?:avi|wmv|flv|mpg|mpeg|3gp|mxf|vob|h264|h265|hevc|insv|360|lrv)$/,
    text: 'Overlane reads MP4, MOV, WebM, MKV and MPEG-TS. Convert it: ffmpeg -i FILE -c copy video.mkv',
  },
  {
    endings: /^\.(?:heic|heif|tif|tiff|dng|cr2|cr3|nef|arw|raw|gif|exr)$/,
    text: 'Overlane reads PNG, JPEG, WebP, AVIF and BMP. Convert the images to one of them.',
  },
  {
    endings: /^\.(?:bag|db3)$/,
    text: 'Overlane reads recordings of ROS as MCAP. Convert it with the tool mcap: mcap convert FILE drive.mcap',
  },
  {
    endings: /^\.(?:zip|gz|bz2|xz|7z|rar|tar|tgz|zst)$/,
    text: 'It is packed. Unpack it, and open the folder again.',
  },
  {
    endings: /^\.(?:xlsx?|ods|numbers)$/,
    text: 'Overlane reads tables as CSV. Export the sheet as CSV.',
  },
  {
    endings: /^\.(?:kml|kmz)$/,
    text: 'It has places without the times of a log. Export the track as GPX.',
  },
  { endings: /^\.(?:parquet|mat|h5|hdf5|npy|npz|pkl)$/, text: 'Export the data as CSV or JSONL.' },
  {
    endings: /^\.(?:blf|asc|mf4|mdf|tdms|vbo|ld|ibt)$/,
    text: 'Export the data as CSV with the program that recorded them.',
  },
  { endings: /^\.(?:thm|pdf|docx?|exe|dmg|sav|ini|lnk)$/, text: 'It holds no frames and no log.' },
  { endings: /^\.(?:wav|mp3|aac|m4a|flac|ogg)$/, text: 'Sound is taken from the video alone.' },
]

/** Why a file of a known kind is not used, and what to do; null where its ending does not tell. */
export function otherFormat(path: string): string | null {
  const ending = extensionOf(path.slice(path.lastIndexOf('/') + 1))
  return REMEDIES.find(({ endings }) => endings.test(ending))?.text ?? null
}
