/** A file of these bytes, as a browser would hand it over. */
export function fileOf(bytes: Uint8Array<ArrayBuffer>, name = 'drive'): File {
  return new File([bytes], name)
}

/** All bytes of a file. */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer())
}
