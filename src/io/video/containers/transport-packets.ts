/** How the packets are arranged in an MPEG-TS file. */
export interface PacketForm {
  /** The byte of a stride at which its packet begins. */
  offset: number
  strideBytes: number
}

/** Only packets; a time before each packet; a checksum after each packet. */
const FORMS: readonly PacketForm[] = [
  { offset: 0, strideBytes: 188 },
  { offset: 4, strideBytes: 192 },
  { offset: 0, strideBytes: 204 },
]

/** The first byte of a packet. */
export const PACKET_START = 0x47

/**
 * Recognises an MPEG-TS file; null if it is another file.
 * @param bytes the first bytes of the file
 */
export function packetForm(bytes: DataView): PacketForm | null {
  const isForm = ({ offset, strideBytes }: PacketForm): boolean =>
    [0, 1, 2].every((count) => {
      const at = offset + count * strideBytes
      return at < bytes.byteLength && bytes.getUint8(at) === PACKET_START
    })
  return FORMS.find(isForm) ?? null
}
