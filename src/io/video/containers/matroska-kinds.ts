/**
 * The kinds of elements in Matroska and WebM files, by their ids.
 * https://www.rfc-editor.org/rfc/rfc9559.html
 */

import type { Element } from './matroska-elements.ts'

export const EBML = 0x1a45dfa3
export const SEGMENT = 0x18538067
export const CLUSTER = 0x1f43b675
export const TRACKS = 0x1654ae6b
export const TRACK_ENTRY = 0xae
export const TRACK_NUMBER = 0xd7
/** The index: it lists clusters and their times. */
export const CUES = 0x1c53bb6b
export const CUE_POINT = 0xbb
export const CUE_POSITIONS = 0xb7
export const CUE_CLUSTER = 0xf1
export const SIMPLE_BLOCK = 0xa3
export const BLOCK_GROUP = 0xa0
export const BLOCK = 0xa1
/** The time of a cluster. */
export const TIMESTAMP = 0xe7
/** An element without any meaning. Readers skip it. */
export const VOID = 0xec
const CRC = 0xbf

/** Elements of a segment besides clusters: SeekHead, Info, Tracks, Cues, Chapters, Tags, Attachments. */
const BESIDE_CLUSTERS = [0x114d9b74, 0x1549a966, TRACKS, CUES, 0x1043a770, 0x1254c367, 0x1941a469]
/**
 * Elements of a cluster besides blocks: its time, its position, the size of the cluster before it,
 * silent tracks.
 */
const BESIDE_BLOCKS = [TIMESTAMP, 0xa7, 0xab, 0x5854, 0xaf]

/** Whether an element has no content that anybody needs. Such an element may be anywhere. */
export function isFilling({ id }: Element): boolean {
  return id === VOID || id === CRC
}

/** Whether an element may be in a segment, and is not a cluster. */
export function isBesideClusters(element: Element): boolean {
  return BESIDE_CLUSTERS.includes(element.id) || isFilling(element)
}

/** Whether a cluster ends before this element. */
export function endsCluster({ id }: Element): boolean {
  return BESIDE_CLUSTERS.includes(id) || id === CLUSTER || id === EBML || id === SEGMENT
}

export function isBlock({ id }: Element): boolean {
  return id === SIMPLE_BLOCK || id === BLOCK_GROUP
}

/** Whether an element may be in a cluster. */
export function isClusterPart(element: Element): boolean {
  return isBlock(element) || BESIDE_BLOCKS.includes(element.id) || isFilling(element)
}

/** The first bytes of blocks, clusters and the elements beside clusters. */
export const FIRST_BYTES = new Set(
  [CLUSTER, ...BESIDE_CLUSTERS, SIMPLE_BLOCK, BLOCK_GROUP].map((id) => {
    const [first = 0] = [24, 16, 8, 0].map((shift) => (id >>> shift) & 0xff).filter((byte) => byte)
    return first
  }),
)
