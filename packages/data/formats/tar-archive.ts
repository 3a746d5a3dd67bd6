import { message } from '@aw-flow/messages'
import { FormatFault } from './format-fault.ts'
import type { SourceFile } from '@aw-flow/engine'
import { fileChunks } from '../files/decoded-chunks.ts'
import { maxEntries, type Archive, type ArchiveEntry } from './archive.ts'
import { damagedArchive } from './damaged-archive.ts'

const blockBytes = 512
/** Maximum size of name records; larger ones are invalid. In bytes. */
const maxRecordBytes = 1 << 20

/**
 * Opens a tar archive by reading only the headers. Supports long names of GNU tar and POSIX (pax).
 *
 * @see https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export async function openTar(file: SourceFile): Promise<Archive> {
  const entries: ArchiveEntry[] = []
  let pending: { name?: string; size?: number } = {}
  try {
    for (let at = 0; at + blockBytes <= file.size && entries.length < maxEntries;) {
      const header = await file.read(at, at + blockBytes)
      if (header.every((byte) => byte === 0)) break
      if (!isHeader(header)) throw new FormatFault(message('file.fault.no-tar-header', { at }))
      const kind = String.fromCharCode(header[156] ?? 0)
      const size = (kind === '0' || kind === '\0' ? pending.size : undefined) ?? numberAt(header, 124, 12)
      const start = at + blockBytes
      if (size < 0 || start + size > file.size) throw new FormatFault(message('file.fault.ends-early', {}))
      if (kind === 'L' || kind === 'x') {
        const record = text(await file.read(start, start + Math.min(size, maxRecordBytes)))
        pending = { ...pending, ...(kind === 'L' ? { name: record.replace(/\0.*$/s, '') } : paxOf(record)) }
      } else {
        if (kind === '0' || kind === '\0') entries.push(entryAt(file, pending.name ?? nameOf(header), start, size))
        pending = {}
      }
      at = start + Math.ceil(size / blockBytes) * blockBytes
    }
  } catch (cause) {
    throw damagedArchive(file, 'tar', cause)
  }
  return { kind: 'tar', file, entries }
}

/** True for a header: its checksum matches the sum of its bytes, with the checksum field counted as blanks. */
export function isHeader(header: Uint8Array): boolean {
  if (header.length < blockBytes) return false
  const sum = header.subarray(0, blockBytes).reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0)
  return sum === numberAt(header, 148, 8)
}

function entryAt(file: SourceFile, name: string, start: number, size: number): ArchiveEntry {
  const { dataset } = file
  const read: SourceFile['read'] = (from, to) => file.read(start + from, start + Math.min(to, size))
  const part: SourceFile = { dataset, name, size, read }
  return {
    name,
    size,
    packedSize: size,
    chunks: ({ signal, onRead }) => fileChunks(part, { signal, ...(onRead ? { onRead } : {}) }),
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

const textAt = (header: Uint8Array, at: number, length: number): string =>
  text(header.subarray(at, at + length)).replace(/\0.*$/s, '')

function nameOf(header: Uint8Array): string {
  const prefix = textAt(header, 257, 5) === 'ustar' ? textAt(header, 345, 155) : ''
  return `${prefix === '' ? '' : `${prefix}/`}${textAt(header, 0, 100)}`
}

/** Reads octal digits, or a binary number after a marker bit. */
function numberAt(header: Uint8Array, at: number, length: number): number {
  if (((header[at] ?? 0) & 0x80) === 0) return Number.parseInt(textAt(header, at, length).trim() || '0', 8)
  return header.subarray(at + 1, at + length).reduce((number, byte) => number * 256 + byte, (header[at] ?? 0) & 0x7f)
}

function paxOf(record: string): { name?: string; size?: number } {
  const headers: { name?: string; size?: number } = {}
  for (const [, key, value = ''] of record.matchAll(/^\d+ ([^=\n]+)=([^\n]*)$/gm)) {
    if (key === 'path') headers.name = value
    if (key === 'size') headers.size = Number(value)
  }
  return headers
}
