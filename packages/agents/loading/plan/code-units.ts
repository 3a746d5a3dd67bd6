import type { SourceFile } from '@aw-flow/engine'

/**
 * A text file that is read as one byte per code unit, so that ASCII characters can be searched for independently of the
 * encoding.
 */
export interface CodeUnits {
  /** Number of code units. */
  readonly size: number
  /**
   * Reads code units as one byte each. Code units outside ASCII may be replaced.
   *
   * @param buffer See `SourceFile.read`.
   */
  read(start: number, end: number, buffer?: Uint8Array): Promise<Uint8Array>
  /** Reads the original bytes of the code units from `start` to `end`. */
  readBytes(start: number, end: number): Promise<Uint8Array>
}

/** Number of code units read at a time. */
export const chunkUnits = 4 << 20

/** Lookup table by byte: 1 for bytes that may occur in a blank line, 0 for all others. */
export const blankBytes = new Uint8Array(256)
for (const character of ' \t\r\n,;|') blankBytes[character.charCodeAt(0)] = 1

/** Byte that replaces UTF-16 code units outside ASCII. */
const nonAsciiByte = 0xff

/** Opens a text file in UTF-16 or in an ASCII-compatible encoding. */
export function openCodeUnits(file: SourceFile, encoding: string): CodeUnits {
  const isBigEndian = /^utf-?16-?be$/i.test(encoding)
  if (!isBigEndian && !/^utf-?16(?:-?le)?$/i.test(encoding)) {
    const read: CodeUnits['read'] = (start, end, buffer) => file.read(start, Math.min(end, file.size), buffer)
    return { size: file.size, read, readBytes: read }
  }
  const size = Math.ceil(file.size / 2)
  const readBytes = (start: number, end: number): Promise<Uint8Array> =>
    file.read(2 * start, Math.min(2 * end, file.size))
  const [lowByteOffset, highByteOffset] = isBigEndian ? [1, 0] : [0, 1]
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    const bytes = await readBytes(start, end)
    const units = new Uint8Array(Math.ceil(bytes.length / 2))
    for (let index = 0; index < units.length; index++)
      units[index] =
        bytes[2 * index + highByteOffset] === 0 ? (bytes[2 * index + lowByteOffset] ?? nonAsciiByte) : nonAsciiByte
    return units
  }
  return { size, read, readBytes }
}
