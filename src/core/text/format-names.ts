/** Names that are more than their letters in capitals. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['webp', 'WebP'],
  ['webm', 'WebM'],
  ['h264', 'H.264'],
  ['avc', 'H.264'],
  ['prores', 'ProRes'],
  ['opus', 'Opus'],
  ['vorbis', 'Vorbis'],
])

/** What people call a format or a codec: `webm` is WebM, `h264` and `avc` are H.264, `vp9` is VP9. */
export function formatName(id: string): string {
  return NAMES.get(id) ?? id.toUpperCase()
}
