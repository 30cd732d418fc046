import { isRecord } from '../../../../core/plain-object.ts'
import { stampOf } from '../ros-fields.ts'
import type { MediaMessage } from './media-message.ts'

const DATA = /"data"\s*:\s*"([^"]*)"/

/**
 * Finds the data of a message in JSON, which are in Base64.
 * @throws where the message is damaged
 */
export function findInJson(bytes: Uint8Array): MediaMessage {
  // One character for each byte, so that a place in the text is one in the bytes.
  const found = DATA.exec(new TextDecoder('latin1').decode(bytes))
  if (!found) throw new RangeError('it has no data in Base64')
  const [whole, { length } = ''] = found
  const start = found.index + whole.length - 1 - length
  const rest = JSON.parse(
    textOf(bytes.subarray(0, start)) + textOf(bytes.subarray(start + length)),
  ) as unknown
  if (!isRecord(rest)) throw new RangeError('it is no object')
  const format = typeof rest.format === 'string' ? rest.format : ''
  return { stampMs: stampOf(rest), start, length, format }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** @throws where the text is no Base64 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  // JSON may write a slash as `\/`.
  const letters = lettersOf(text.replaceAll('\\', ''))
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}

function lettersOf(base64: string): string {
  try {
    return atob(base64)
  } catch (cause) {
    throw new Error('the Base64 of a message is damaged', { cause })
  }
}
