import { message } from '@aw-flow/messages'
import { FormatFault } from './format-fault.ts'
import type { SourceFile } from '@aw-flow/engine'
import { filePieces } from '../files/decoded-pieces.ts'
import { mostEntries, type Archive, type ArchiveEntry } from './archive.ts'
import { damagedArchive } from './damaged-archive.ts'

const block = 512
/** Longer names and records of names are not believed. In bytes. */
const longestRecord = 1 << 20

/**
 * Opens a tar archive: reads the headers, which stand before each file, and nothing else. Long names are read in GNU's
 * form and in that of POSIX (pax).
 *
 * @see https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export async function openTar(file: SourceFile): Promise<Archive> {
  const entries: ArchiveEntry[] = []
  let told: { name?: string; size?: number } = {}
  try {
    for (let at = 0; at + block <= file.size && entries.length < mostEntries;) {
      const header = await file.read(at, at + block)
      if (header.every((byte) => byte === 0)) break
      if (!isHeader(header)) throw new FormatFault(message('file.fault.no-tar-header', { at }))
      const kind = String.fromCharCode(header[156] ?? 0)
      const size = (kind === '0' || kind === '\0' ? told.size : undefined) ?? numberAt(header, 124, 12)
      const start = at + block
      if (size < 0 || start + size > file.size) throw new FormatFault(message('file.fault.ends-early', {}))
      if (kind === 'L' || kind === 'x') {
        const record = text(await file.read(start, start + Math.min(size, longestRecord)))
        told = { ...told, ...(kind === 'L' ? { name: record.replace(/\0.*$/s, '') } : paxOf(record)) }
      } else {
        if (kind === '0' || kind === '\0') entries.push(entryAt(file, told.name ?? nameOf(header), start, size))
        told = {}
      }
      at = start + Math.ceil(size / block) * block
    }
  } catch (cause) {
    throw damagedArchive(file, 'tar', cause)
  }
  return { kind: 'tar', file, entries }
}

/** True for a header: its bytes sum up to what it says, its own sum taken for blanks. */
export function isHeader(header: Uint8Array): boolean {
  if (header.length < block) return false
  const sum = header.subarray(0, block).reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0)
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
    pieces: ({ signal, onRead }) => filePieces(part, { signal, ...(onRead ? { onRead } : {}) }),
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

const textAt = (header: Uint8Array, at: number, length: number): string =>
  text(header.subarray(at, at + length)).replace(/\0.*$/s, '')

function nameOf(header: Uint8Array): string {
  const prefix = textAt(header, 257, 5) === 'ustar' ? textAt(header, 345, 155) : ''
  return `${prefix === '' ? '' : `${prefix}/`}${textAt(header, 0, 100)}`
}

/** Octal digits, or for what they cannot hold a number of bytes behind a mark. */
function numberAt(header: Uint8Array, at: number, length: number): number {
  if (((header[at] ?? 0) & 0x80) === 0) return Number.parseInt(textAt(header, at, length).trim() || '0', 8)
  return header.subarray(at + 1, at + length).reduce((number, byte) => number * 256 + byte, (header[at] ?? 0) & 0x7f)
}

function paxOf(record: string): { name?: string; size?: number } {
  const found: { name?: string; size?: number } = {}
  for (const [, key, value = ''] of record.matchAll(/^\d+ ([^=\n]+)=([^\n]*)$/gm)) {
    if (key === 'path') found.name = value
    if (key === 'size') found.size = Number(value)
  }
  return found
}
