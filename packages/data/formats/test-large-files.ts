import type { SourceFile } from '@aw-flow/engine'
import { constants, crc32, deflateRawSync } from 'node:zlib'

/** Creates a file of parts, each repeated a number of times. The entire file is never in memory. */
export function createRepeatedFile(name: string, parts: readonly { bytes: Uint8Array; times?: number }[]): SourceFile {
  const ranges: { bytes: Uint8Array; start: number; end: number }[] = []
  let size = 0
  for (const { bytes, times = 1 } of parts) {
    const start = size
    size += bytes.length * times
    ranges.push({ bytes, start, end: size })
  }
  return {
    dataset: name,
    name,
    size,
    async read(from, to) {
      const result = new Uint8Array(Math.min(to, size) - from)
      for (const { bytes, start, end } of ranges) {
        for (let position = Math.max(from, start); position < Math.min(to, end);) {
          const offset = (position - start) % bytes.length
          const length = Math.min(bytes.length - offset, Math.min(to, end) - position)
          result.set(bytes.subarray(offset, offset + length), position - from)
          position += length
        }
      }
      return result
    },
  }
}

export const encodeNumber = (value: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => Math.floor(value / 256 ** index) % 256)

export const encodeText = (value: string): Uint8Array => new TextEncoder().encode(value)
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts)

export interface TestEntry {
  /** Entry name in the archive. */
  name: string
  head?: string
  block: Uint8Array
  times: number
  tail?: string
  /** Whether reading stops before the end of the entry, where its checksum would be verified. */
  isPartiallyRead?: boolean
}

/** Compresses bytes so that the result can be repeated: it ends at a byte boundary and ignores earlier bytes. */
const compressBlock = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH })
const compressLastBlock = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes)

/** Compresses an entry. */
export function compressEntry({ head = '', block, times, tail = '', isPartiallyRead = false }: TestEntry) {
  const parts = [
    { bytes: compressBlock(encodeText(head)) },
    { bytes: compressBlock(block), times },
    { bytes: compressLastBlock(encodeText(tail)) },
  ].filter(({ bytes }) => bytes.length > 0)
  let checksum = crc32(encodeText(head))
  for (let index = 0; index < (isPartiallyRead ? 0 : times); index++) checksum = crc32(block, checksum)
  // For no bytes, `crc32` returns 0.
  if (tail !== '') checksum = crc32(encodeText(tail), checksum)
  return {
    parts,
    checksum,
    size: encodeText(head).length + block.length * times + encodeText(tail).length,
    compressedSize: parts.reduce((sum, { bytes, times: count = 1 }) => sum + bytes.length * count, 0),
  }
}

/** Returns a zip archive. */
export function createZipFile(name: string, entries: readonly TestEntry[]): SourceFile {
  const files: { bytes: Uint8Array; times?: number }[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const entry of entries) {
    const { parts, checksum, size, compressedSize } = compressEntry(entry)
    const entryName = encodeText(entry.name)
    const sharedHeaderFields = concat(
      encodeNumber(20, 2),
      encodeNumber(0, 2),
      encodeNumber(8, 2),
      encodeNumber(0, 4),
      encodeNumber(checksum, 4),
      encodeNumber(compressedSize, 4),
      encodeNumber(size, 4),
      encodeNumber(entryName.length, 2),
      encodeNumber(0, 2),
    )
    const localHeader = concat(encodeNumber(0x04034b50, 4), sharedHeaderFields, entryName)
    directory.push(
      concat(
        encodeNumber(0x02014b50, 4),
        encodeNumber(20, 2),
        sharedHeaderFields,
        encodeNumber(0, 10),
        encodeNumber(offset, 4),
      ),
      entryName,
    )
    files.push({ bytes: localHeader }, ...parts)
    offset += localHeader.length + compressedSize
  }
  const centralDirectory = concat(...directory)
  const endRecord = concat(
    encodeNumber(0x06054b50, 4),
    encodeNumber(0, 4),
    encodeNumber(entries.length, 2),
    encodeNumber(entries.length, 2),
    encodeNumber(centralDirectory.length, 4),
    encodeNumber(offset, 4),
    encodeNumber(0, 2),
  )
  return createRepeatedFile(name, [...files, { bytes: centralDirectory }, { bytes: endRecord }])
}
