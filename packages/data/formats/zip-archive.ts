import { message } from '@aw-flow/messages'
import { FormatFault } from './format-fault.ts'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import {
  ERR_ENCRYPTED,
  ERR_UNSUPPORTED_COMPRESSION,
  Reader,
  ZipReader,
  type Entry,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-native.js'
import { mostEntries, type Archive, type ArchiveEntry } from './archive.ts'
import { damagedArchive } from './damaged-archive.ts'

/** A file in a zip archive. */
export type ZipEntry = ArchiveEntry

export interface ZipArchive extends Archive {
  /** What it is, where it is the package of an office document; `office` for one that holds no table. */
  readonly document: 'excel' | 'ods' | 'office' | undefined
}

/** Larger directories are not read: their names alone would fill the memory. */
const mostDirectory = 1_000_000

/** Opens an archive: reads its directory, and nothing else. Bytes are asked for as they are needed. */
export async function openZip(file: SourceFile): Promise<ZipArchive> {
  const reader = new ZipReader(new FileReader(file), {
    useWebWorkers: false,
    checkCrc32: true,
    // Names tell entries apart; no file of such a name is ever made.
    filenameValidation: 'tolerant',
  })
  const found: Entry[] = []
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      found.push(entry)
      if (found.length > mostDirectory) throw new FormatFault(message('file.fault.many-files', { max: mostDirectory }))
    }
  } catch (cause) {
    throw damagedArchive(file, 'zip', cause)
  }
  const entries = found
    .filter((entry): entry is FileEntry => !entry.directory)
    .slice(0, mostEntries)
    .map((entry) => zipEntry(file, entry))
  return {
    kind: 'zip',
    file,
    entries,
    document: await documentOf(entries),
  }
}

class FileReader extends Reader<SourceFile> {
  private readonly file: SourceFile

  constructor(file: SourceFile) {
    super(file)
    this.file = file
    this.size = file.size
  }

  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    return this.file.read(offset, Math.min(this.file.size, offset + length))
  }
}

function zipEntry(file: SourceFile, entry: FileEntry): ZipEntry {
  return {
    name: entry.filename,
    size: entry.uncompressedSize,
    packedSize: entry.compressedSize,
    async *pieces({ signal, onRead }) {
      if (entry.encrypted) throw encrypted(file, entry.filename)
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, {
        highWaterMark: 4,
      })
      const stop = new AbortController()
      const onProgress = async (read: number): Promise<void> => onRead?.(entry.offset + read)
      const writing = entry.getData(writable, {
        useWebWorkers: false,
        checkCrc32: true,
        signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
        onprogress: onProgress,
      })
      // What fails before the first byte leaves the stream open.
      const failing = new Promise<never>((_, reject) => void writing.catch(reject))
      failing.catch(() => undefined)
      const reader = readable.getReader()
      try {
        for (;;) {
          const { done, value } = await Promise.race([reader.read(), failing])
          if (done) break
          yield value
        }
        await writing
      } catch (cause) {
        signal?.throwIfAborted()
        if (cause instanceof Error && cause.message === ERR_ENCRYPTED) throw encrypted(file, entry.filename)
        if (cause instanceof Error && cause.message === ERR_UNSUPPORTED_COMPRESSION) throw otherPacking(file, entry)
        throw damagedArchive(file, 'zip', cause)
      } finally {
        stop.abort()
        await reader.cancel().catch(() => undefined)
      }
    },
  }
}

/** Of APPNOTE.TXT 4.4.5, by their numbers. */
const packings: Record<number, string> = {
  1: 'Shrink',
  6: 'Implode',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
}

function otherPacking({ name }: SourceFile, { filename, compressionMethod }: FileEntry): TablesError {
  const packing = packings[compressionMethod] ?? `method ${compressionMethod}`
  return new TablesError(
    error('load.archive-packing', { entry: filename, file: name, method: packing }, { where: { file: name } }),
  )
}

const encrypted = ({ name }: SourceFile, entry: string): TablesError =>
  new TablesError(error('load.archive-encrypted', { entry, file: name }, { where: { file: name } }))

async function documentOf(entries: readonly ZipEntry[]): Promise<ZipArchive['document']> {
  const names = new Set(entries.map(({ name }) => name))
  const has = (pattern: RegExp): boolean => entries.some(({ name }) => pattern.test(name))
  if (names.has('[Content_Types].xml')) {
    if (has(/^xl\/workbook\.(xml|bin)$/i)) return 'excel'
    if (has(/^(word|ppt|visio)\//i)) return 'office'
  }
  const kind = entries.find(({ name, size }) => name === 'mimetype' && size < 200)
  if (!kind) return undefined
  let type = ''
  for await (const piece of kind.pieces({})) type += new TextDecoder().decode(piece)
  if (/opendocument\.spreadsheet/.test(type)) return 'ods'
  return /opendocument|epub/.test(type) ? 'office' : undefined
}
