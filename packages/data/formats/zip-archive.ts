import { message } from '@aw-flow/messages'
import { FormatError } from './format-error.ts'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import {
  ERR_ENCRYPTED,
  ERR_UNSUPPORTED_COMPRESSION,
  Reader,
  ZipReader,
  configure,
  type Entry,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-native.js'
import { maxArchiveEntries, maxListedEntries, type Archive, type ArchiveEntry } from './archive.ts'
import { createArchiveReadError } from './read-error.ts'
import { createReadAhead } from './read-ahead.ts'
import { readFirstBytes } from './read-first-bytes.ts'

// Decompress in small chunks, so that the limits are checked frequently.
configure({ chunkSize: 1 << 16 })

/** A file inside a ZIP archive. */
export type ZipEntry = ArchiveEntry

export interface ZipArchive extends Archive {
  /** Kind of document, if the archive is an office document. An `office` document has no tables. */
  readonly document: 'excel' | 'ods' | 'office' | undefined
}

/** Opens an archive by reading only its central directory. Entries are read on demand. */
export async function openZip(file: SourceFile): Promise<ZipArchive> {
  const reader = new ZipReader(new SourceFileReader(file), {
    useWebWorkers: false,
    checkCrc32: true,
    // Names only identify entries and are never used as paths.
    filenameValidation: 'tolerant',
  })
  const entries: ZipEntry[] = []
  let entryCount = 0
  let fileCount = 0
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (++entryCount > maxArchiveEntries)
        throw new FormatError(message('file.error.many-files', { max: maxArchiveEntries }))
      if (!isFile(entry)) continue
      fileCount++
      if (entries.length < maxListedEntries) entries.push(toArchiveEntry(file, entry))
    }
  } catch (cause) {
    throw createArchiveReadError(file, 'zip', cause)
  }
  return {
    kind: 'zip',
    file,
    entries,
    fileCount,
    document: await detectDocumentKind(entries),
  }
}

const isFile = (entry: Entry): entry is FileEntry => !entry.directory

class SourceFileReader extends Reader<SourceFile> {
  private readonly read: ReturnType<typeof createReadAhead>

  constructor(file: SourceFile) {
    super(file)
    this.read = createReadAhead(file)
    this.size = file.size
  }

  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    return this.read(offset, offset + length)
  }
}

function toArchiveEntry(file: SourceFile, entry: FileEntry): ZipEntry {
  return {
    name: entry.filename,
    size: entry.uncompressedSize,
    async *readChunks({ signal, onRead, onPackedRead }) {
      if (entry.encrypted) throw createEncryptedEntryError(file, entry.filename)
      let outputController!: TransformStreamDefaultController<Uint8Array>
      const start = (controller: TransformStreamDefaultController<Uint8Array>): void =>
        void (outputController = controller)
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({ start }, undefined, {
        highWaterMark: 4,
      })
      const abortController = new AbortController()
      // Called with the number of compressed bytes read, before they are decompressed.
      const onProgress = async (bytesRead: number): Promise<void> => {
        onPackedRead?.(bytesRead)
        onRead?.(entry.offset + bytesRead)
      }
      const writePromise = entry.getData(writable, {
        useWebWorkers: false,
        checkCrc32: true,
        signal: signal ? AbortSignal.any([signal, abortController.signal]) : abortController.signal,
        onprogress: onProgress,
      })
      // A failure before the first byte does not close the stream, so pass the failure to the stream. Racing each read
      // against `writePromise` instead would hold all chunks in memory until the promise settles.
      writePromise.catch((cause: unknown) => outputController.error(cause))
      const reader = readable.getReader()
      try {
        for (;;) {
          const { done, value } = await reader.read()
          if (done) break
          yield value
        }
        await writePromise
      } catch (cause) {
        signal?.throwIfAborted()
        if (cause instanceof Error && cause.message === ERR_ENCRYPTED)
          throw createEncryptedEntryError(file, entry.filename)
        if (cause instanceof Error && cause.message === ERR_UNSUPPORTED_COMPRESSION)
          throw createUnsupportedCompressionError(file, entry)
        throw createArchiveReadError(file, 'zip', cause)
      } finally {
        abortController.abort()
        await reader.cancel().catch(() => undefined)
      }
    },
  }
}

/** Compression methods, keyed by number (APPNOTE.TXT 4.4.5). */
const compressionMethods: Record<number, string> = {
  1: 'Shrink',
  6: 'Implode',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
}

function createUnsupportedCompressionError(
  { name }: SourceFile,
  { filename, compressionMethod }: FileEntry,
): TablesError {
  const method = compressionMethods[compressionMethod] ?? `method ${compressionMethod}`
  return new TablesError(
    error('load.unsupported-compression', { entry: filename, file: name, method }, { where: { file: name } }),
  )
}

const createEncryptedEntryError = ({ name }: SourceFile, entry: string): TablesError =>
  new TablesError(error('load.archive-encrypted', { entry, file: name }, { where: { file: name } }))

const contentTypesPath = /^[\\/]?\[Content_Types\]\.xml$/i
const maxContentTypesBytes = 1 << 20

async function detectDocumentKind(entries: readonly ZipEntry[]): Promise<ZipArchive['document']> {
  const readHead = async (path: RegExp, maxBytes: number): Promise<string> => {
    const entry = entries.find(({ name }) => path.test(name))
    return entry ? new TextDecoder().decode(await readFirstBytes(entry.readChunks({}), maxBytes)) : ''
  }
  const hasEntry = (path: RegExp): boolean => entries.some(({ name }) => path.test(name))
  if (hasEntry(contentTypesPath)) {
    // Writers may put the workbook into any folder, so the declared content types decide before the usual folders.
    const contentTypes = await readHead(contentTypesPath, maxContentTypesBytes)
    const mainTypes = contentTypes.split('"').filter((type) => /\bmain\b/i.test(type))
    if (mainTypes.some((type) => /spreadsheetml\.|ms-excel\./i.test(type))) return 'excel'
    if (mainTypes.some((type) => /wordprocessingml\.|presentationml\.|ms-word\.|ms-powerpoint\.|visio\./i.test(type)))
      return 'office'
    if (hasEntry(/^xl\/workbook\.(xml|bin)$/i)) return 'excel'
    if (hasEntry(/^(word|ppt|visio)\//i)) return 'office'
  }
  const mimeType = await readHead(/^mimetype$/, 200)
  if (/opendocument\.spreadsheet/.test(mimeType)) return 'ods'
  return /opendocument|epub/.test(mimeType) ? 'office' : undefined
}
