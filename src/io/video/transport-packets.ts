/** How the packets of an MPEG-TS file lie in it. */
export interface PacketForm {
  /** Where a packet begins within a stride. */
  offset: number
  strideBytes: number
}

/** By themselves, with times before the packets, or with sums after them. */
const FORMS: readonly PacketForm[] = [
  { offset: 0, strideBytes: 188 },
  { offset: 4, strideBytes: 192 },
  { offset: 0, strideBytes: 204 },
]

/** The first byte of a packet. */
export const PACKET_START = 0x47

/** @param bytes the first ones of a file; null where it is no MPEG-TS */
export function packetForm(bytes: DataView): PacketForm | null {
  const isForm = ({ offset, strideBytes }: PacketForm): boolean =>
    [0, 1, 2].every((count) => {
      const at = offset + count * strideBytes
      return at < bytes.byteLength && bytes.getUint8(at) === PACKET_START
    })
  return FORMS.find(isForm) ?? null
}
