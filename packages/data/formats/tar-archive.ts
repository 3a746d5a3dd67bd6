import { message } from '@aw-flow/messages'
import { FormatError } from './format-error.ts'
import type { SourceFile } from '@aw-flow/engine'
import { readFileChunks } from '../files/decode-chunks.ts'
import { maxArchiveEntries, maxListedEntries, type Archive, type ArchiveEntry } from './archive.ts'
import { createArchiveReadError } from './read-error.ts'

const blockBytes = 512
/** Maximum number of bytes to read from an extended header, which contains the name and size of the next entry. */
const maxRecordBytes = 1 << 20

/**
 * Opens a tar archive by reading only its headers. Supports the long names of GNU tar and POSIX (pax).
 *
 * @see https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export async function openTar(file: SourceFile): Promise<Archive> {
  const entries: ArchiveEntry[] = []
  let fileCount = 0
  let extendedHeader: { name?: string; size?: number } = {}
  try {
    for (let offset = 0; offset + blockBytes <= file.size;) {
      const header = await file.read(offset, offset + blockBytes)
      if (header.every((byte) => byte === 0)) break
      if (!isTarHeader(header)) throw new FormatError(message('file.error.no-tar-header', { at: offset }))
      const typeFlag = String.fromCharCode(header[156] ?? 0)
      const size =
        (typeFlag === '0' || typeFlag === '\0' ? extendedHeader.size : undefined) ?? readNumber(header, 124, 12)
      const start = offset + blockBytes
      if (size < 0 || start + size > file.size) throw new FormatError(message('file.error.ends-early', {}))
      if (typeFlag === 'L' || typeFlag === 'x') {
        const record = decodeText(await file.read(start, start + Math.min(size, maxRecordBytes)))
        extendedHeader = {
          ...extendedHeader,
          ...(typeFlag === 'L' ? { name: record.replace(/\0.*$/s, '') } : parsePax(record)),
        }
      } else {
        if (typeFlag === '0' || typeFlag === '\0') {
          if (++fileCount > maxArchiveEntries)
            throw new FormatError(message('file.error.many-files', { max: maxArchiveEntries }))
          if (entries.length < maxListedEntries)
            entries.push(createEntry(file, extendedHeader.name ?? readName(header), start, size))
        }
        extendedHeader = {}
      }
      offset = start + Math.ceil(size / blockBytes) * blockBytes
    }
  } catch (cause) {
    throw createArchiveReadError(file, 'tar', cause)
  }
  return { kind: 'tar', file, entries, fileCount }
}

/**
 * Returns whether the bytes are a tar header: the checksum equals the sum of its bytes, with the checksum field counted
 * as spaces.
 */
export function isTarHeader(header: Uint8Array): boolean {
  if (header.length < blockBytes) return false
  const sum = header
    .subarray(0, blockBytes)
    .reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0)
  return sum === readNumber(header, 148, 8)
}

function createEntry(file: SourceFile, name: string, start: number, size: number): ArchiveEntry {
  const { dataset } = file
  const read: SourceFile['read'] = (from, to) => file.read(start + from, start + Math.min(to, size))
  const entryFile: SourceFile = { dataset, name, size, read }
  return {
    name,
    size,
    readChunks: ({ signal, onRead, onPackedRead }) =>
      readFileChunks(entryFile, {
        signal,
        onRead: (end) => {
          onPackedRead?.(end)
          onRead?.(end)
        },
      }),
  }
}

const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

const readText = (header: Uint8Array, offset: number, length: number): string =>
  decodeText(header.subarray(offset, offset + length)).replace(/\0.*$/s, '')

function readName(header: Uint8Array): string {
  const prefix = readText(header, 257, 5) === 'ustar' ? readText(header, 345, 155) : ''
  return `${prefix === '' ? '' : `${prefix}/`}${readText(header, 0, 100)}`
}

/** Reads a number that is stored as octal digits or, after a marker bit, in binary. */
function readNumber(header: Uint8Array, offset: number, length: number): number {
  if (((header[offset] ?? 0) & 0x80) === 0) return Number.parseInt(readText(header, offset, length).trim() || '0', 8)
  return header
    .subarray(offset + 1, offset + length)
    .reduce((number, byte) => number * 256 + byte, (header[offset] ?? 0) & 0x7f)
}

function parsePax(record: string): { name?: string; size?: number } {
  const headers: { name?: string; size?: number } = {}
  for (const [, key, value = ''] of record.matchAll(/^\d+ ([^=\r\n\u2028\u2029]+)=([^\n]*)$/gm)) {
    if (key === 'path') headers.name = value
    if (key === 'size') headers.size = Number(value)
  }
  return headers
}
