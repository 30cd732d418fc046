import { xxhash32Text } from '../../codec/xxhash32.ts'
import type { FileContent } from '../../io/folders/directory.ts'

/** The text of a file that is written beside the frames. */
export interface FileText {
  readonly content: FileContent
  /** Known when the content was read. */
  readonly sizeBytes: number
  /** XXH32: eight hexadecimal digits. Known when the content was read. */
  readonly xxh32: string
}

export function fileText(content: string): FileText {
  const bytes = new TextEncoder().encode(content)
  return { content, sizeBytes: bytes.length, xxh32: xxhash32Text(bytes) }
}
