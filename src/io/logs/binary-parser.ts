/**
 * Replaces the package of this name, with which the telemetry parser reads its values (see
 * vite.config.ts). That package compiles its parsers with `new Function`, which the page's
 * Content-Security-Policy forbids. This one reads only the types of GPMF, in big-endian order.
 */
export class Parser {
  private readonly fields: { name: string; read: Read; sizeBytes: number }[] = []

  endianess(): this {
    return this
  }

  string(name: string, { length = 0, stripNull = false }: StringOptions): this {
    return this.add(name, length, (view, at) => {
      const end = Math.min(view.byteLength, at + length)
      const codes = Array.from({ length: Math.max(0, end - at) }, (_, index) =>
        view.getUint8(at + index),
      )
      const text = String.fromCharCode(...codes)
      return stripNull ? text.replaceAll('\0', '') : text
    })
  }

  int8(name: string): this {
    return this.add(name, 1, (view, at) => view.getInt8(at))
  }
  uint8(name: string): this {
    return this.add(name, 1, (view, at) => view.getUint8(at))
  }
  bit1(name: string): this {
    return this.add(name, 1, (view, at) => view.getUint8(at) >> 7)
  }
  int16(name: string): this {
    return this.add(name, 2, (view, at) => view.getInt16(at))
  }
  uint16(name: string): this {
    return this.add(name, 2, (view, at) => view.getUint16(at))
  }
  int32(name: string): this {
    return this.add(name, 4, (view, at) => view.getInt32(at))
  }
  uint32(name: string): this {
    return this.add(name, 4, (view, at) => view.getUint32(at))
  }
  int64(name: string): this {
    return this.add(name, 8, (view, at) => view.getBigInt64(at))
  }
  uint64(name: string): this {
    return this.add(name, 8, (view, at) => view.getBigUint64(at))
  }
  floatbe(name: string): this {
    return this.add(name, 4, (view, at) => view.getFloat32(at))
  }
  doublebe(name: string): this {
    return this.add(name, 8, (view, at) => view.getFloat64(at))
  }

  /** @throws RangeError where the bytes end too early */
  parse({ buffer, byteOffset, byteLength }: Uint8Array): Record<string, unknown> {
    const view = new DataView(buffer, byteOffset, byteLength)
    const values: Record<string, unknown> = {}
    let at = 0
    for (const { name, read, sizeBytes } of this.fields) {
      values[name] = read(view, at)
      at += sizeBytes
    }
    return values
  }

  private add(name: string, sizeBytes: number, read: Read): this {
    this.fields.push({ name, read, sizeBytes })
    return this
  }
}

type Read = (view: DataView, at: number) => unknown

interface StringOptions {
  length?: number
  stripNull?: boolean
}
