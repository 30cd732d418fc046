import type { parse as Parse } from '@foxglove/rosmsg'
import { isRecord } from '../../../core/plain-object.ts'
import type { McapChannel } from './record-fields.ts'

/** @throws where the message is damaged */
export type DecodeMessage = (data: Uint8Array) => Record<string, unknown>

/** Longer lists are pictures, scans and clouds; a record of such a list would be no log. */
const LONGEST_LIST = 64

/** Makes a decoder for a channel; null where its encoding or its definition is not known. */
export type OpenDecoder = (channel: McapChannel) => DecodeMessage | null

/** To parse a definition takes longer than to read many messages, and all files of a robot have the same. */
const definitions = new Map<string, ReturnType<typeof Parse>>()
const MOST_DEFINITIONS = 100

/** Decoders for messages in CDR with a definition of ROS 2, and in JSON. */
export async function loadDecoders(): Promise<OpenDecoder> {
  const [{ parse }, { MessageReader }] = await Promise.all([
    import('@foxglove/rosmsg'),
    import('@foxglove/rosmsg2-serialization'),
  ])
  const text = new TextDecoder()
  const definitionOf = (source: string): ReturnType<typeof parse> => {
    const known = definitions.get(source) ?? parse(source, { ros2: true })
    if (definitions.size >= MOST_DEFINITIONS) definitions.clear()
    definitions.set(source, known)
    return known
  }
  return ({ encoding, schema }) => {
    if (encoding === 'json') return (data) => toMessage(JSON.parse(text.decode(data)))
    if (encoding !== 'cdr' || schema?.encoding !== 'ros2msg') return null
    try {
      const reader = new MessageReader(definitionOf(schema.text))
      return (data) => toMessage(reader.readMessage(data))
    } catch {
      return null
    }
  }
}

function toMessage(value: unknown): Record<string, unknown> {
  const message = toPlain(value)
  if (!isRecord(message)) throw new Error('it is no object')
  return message
}

/** Plain data for JSON. Long lists are left out. */
function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (typeof value !== 'object' || value === null) return value
  if (ArrayBuffer.isView(value)) {
    const list = value as unknown as ArrayLike<number | bigint>
    return list.length <= LONGEST_LIST ? Array.from(list, toPlain) : undefined
  }
  if (Array.isArray(value)) {
    return value.length <= LONGEST_LIST ? value.map(toPlain) : undefined
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlain(inner)]))
}
