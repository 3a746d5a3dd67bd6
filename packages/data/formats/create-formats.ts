import {
  TablesError,
  type CheckContentsOptions,
  type Formats,
  type Inspection,
  type OpenedSource,
  type OpenOptions,
  type SourceFile,
} from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import type { Layer, FilePart } from '@aw-flow/schema/internal'
import { readFileChunks } from '../files/decode-chunks.ts'
import { selectEntry } from './choose-entry.ts'
import { findEntry, type Archive } from './archive.ts'
import { contentHeadBytes, detectContent, isContainerFormat, type Content } from './detect-content.ts'
import { readers, type FormatReader, type ReadableFormat } from './format-reader.ts'
import type { FormatsPlatform } from './formats-platform.ts'
import { createEngineError } from './read-error.ts'
import { readFirstBytes } from './read-first-bytes.ts'
import { createUnpacker } from './unpack.ts'
import type { ZipArchive } from './zip-archive.ts'

/** Maximum number of nested layers. */
const maxLayers = 4

/** Creates a `Formats` object for a platform. It supports nested archives and every format that has a reader. */
export function createFormats(platform: FormatsPlatform): Formats {
  const unpacker = createUnpacker(platform)
  const { openUnpacked, storeUnpacked, openZipArchive, openTarArchive } = unpacker

  const loadReader = (format: ReadableFormat): Promise<FormatReader> | undefined =>
    readers[format]?.().catch((cause: unknown) => {
      throw createEngineError(format, cause)
    })

  const readParts = async (file: SourceFile, layers: Layer[], format: ReadableFormat, signal?: AbortSignal) => {
    const reader = await loadReader(format)
    if (!reader) return undefined
    return reader.listParts(await storeUnpacked(file, layers, { signal }), { platform, signal })
  }

  const readHead = async (file: SourceFile, layers: readonly Layer[], signal?: AbortSignal): Promise<Uint8Array> =>
    layers.length === 0
      ? file.read(0, contentHeadBytes)
      : readFirstBytes((await openUnpacked(file, layers, { signal })).readChunks(), contentHeadBytes)

  const inspect: Formats['inspect'] = async (file, { entry, signal } = {}) => {
    const layers: Layer[] = []
    let entries: FilePart[] = []
    let moreEntries: Inspection['moreEntries']
    let outermostArchive: Archive | undefined
    let isEntryFound = false
    for (;;) {
      signal?.throwIfAborted()
      const content = detectContent(await readHead(file, layers, signal))
      if (!isContainerFormat(content)) {
        // A missing entry is reported for the outermost archive, whose entries the user sees.
        if (entry !== undefined && outermostArchive && !isEntryFound) findEntry(outermostArchive, entry)
        return await createInspection(content)
      }
      if (layers.length === maxLayers) throw createTooDeepError(file)
      if (content === 'gzip' || content === 'zstd') {
        layers.push({ kind: content })
        continue
      }
      const zipArchive = content === 'zip' ? await openZipArchive(file, layers, { signal }) : undefined
      if (zipArchive?.document !== undefined) return await createInspection(zipArchive.document)
      const archive = zipArchive ?? (await openTarArchive(file, layers, { signal }))
      outermostArchive ??= archive
      const hasEntry = archive.entries.some(({ name }) => name === entry)
      isEntryFound ||= hasEntry
      const selectedEntry = await selectEntry(archive, hasEntry ? entry : undefined, signal)
      // Users can select an entry in the outermost archive that contains several.
      if (entries.length < 2) {
        entries = selectedEntry.entries
        moreEntries = selectedEntry.hasMore ? { count: archive.fileCount, read: archive.entries.length } : undefined
      }
      layers.push({ kind: content, entry: selectedEntry.entry })
    }

    async function createInspection(content: Content | 'office'): Promise<Inspection> {
      const baseInspection: Inspection = {
        unpack: layers,
        format: undefined,
        entries,
        ...defined({ moreEntries }),
        parts: [],
      }
      if (content === undefined || content === 'office' || isContainerFormat(content)) return baseInspection
      if (content === 'text') return { ...baseInspection, format: 'text' }
      const parts = await readParts(file, layers, content, signal)
      return parts ? { ...baseInspection, format: content, parts } : baseInspection
    }
  }

  const checkInside = createContentCheck({ platform, unpacker, loadReader, readHead })

  return {
    inspect,

    async *checkContents(chunks, { name, ...options }) {
      const file = await platform.store(chunks, { dataset: '', name })
      await skipUnreadable(() => checkInside(file, [], options))
      yield* readFileChunks(file, { signal: options.signal })
    },

    async open(file, options): Promise<OpenedSource> {
      const { format, unpack: layers = [], part, maxBytes, signal } = options
      if (format === 'text' || format === undefined) return openText(file, options)
      const reader = await loadReader(format)
      if (!reader) throw createNoReaderError(file, format)
      const content = await storeUnpacked(file, layers, options)
      return reader.open(content, { platform, part, maxBytes, signal })
    },
  }

  async function openText(file: SourceFile, options: OpenOptions): Promise<OpenedSource> {
    const { unpack: layers = [], maxBytes, signal } = options
    const base: Omit<Extract<OpenedSource, { kind: 'text' }>, 'file'> = {
      kind: 'text',
      syntax: 'any',
      isTruncated: false,
      problems: [],
    }
    if (layers.length === 0) return { ...base, file }
    if (maxBytes === undefined) return { ...base, file: await storeUnpacked(file, layers, options) }
    const { name, readChunks } = await openUnpacked(file, layers, { signal })
    const head = await readFirstBytes(readChunks(), maxBytes)
    const read = async (start: number, end: number): Promise<Uint8Array> => head.subarray(start, end)
    const preview: SourceFile = { dataset: file.dataset, name, size: head.length, packedSize: file.size, read }
    return { ...base, file: preview, isTruncated: head.length >= maxBytes }
  }
}

/** Passes the content inside the layers to `check`, and the content of everything packed in it. */
type ContentCheck = (
  file: SourceFile,
  layers: readonly Layer[],
  options: Omit<CheckContentsOptions, 'name'>,
) => Promise<void>

interface ContentCheckDependencies {
  platform: FormatsPlatform
  unpacker: ReturnType<typeof createUnpacker>
  loadReader(format: ReadableFormat): Promise<FormatReader> | undefined
  readHead(file: SourceFile, layers: readonly Layer[], signal?: AbortSignal): Promise<Uint8Array>
}

function createContentCheck({ platform, unpacker, loadReader, readHead }: ContentCheckDependencies): ContentCheck {
  const { openUnpacked, storeUnpacked, openZipArchive, openTarArchive } = unpacker
  const checkInside: ContentCheck = async (file, layers, { check, signal }) => {
    signal?.throwIfAborted()
    if (layers.length > 0) await check((await openUnpacked(file, layers, { signal })).readChunks())
    const content = detectContent(await readHead(file, layers, signal))
    const checkLayer = (layer: Layer): Promise<void> =>
      skipUnreadable(() => checkInside(file, [...layers, layer], { check, signal }))
    if (layers.length < maxLayers) {
      if (content === 'gzip' || content === 'zstd') await checkLayer({ kind: content })
      if (content === 'zip' || content === 'tar') {
        const archive = await (content === 'zip' ? openZipArchive : openTarArchive)(file, layers, { signal })
        for (const { name } of archive.entries) await checkLayer({ kind: content, entry: name })
        const document = (archive as Partial<ZipArchive>).document
        if (document !== undefined && document !== 'office') await checkParts(document)
        return
      }
    }
    if (content !== undefined && content !== 'text' && !isContainerFormat(content)) await checkParts(content)

    async function checkParts(format: ReadableFormat): Promise<void> {
      const reader = await loadReader(format)
      const unpackedFile = await storeUnpacked(file, layers, { signal })
      const parts = (await reader?.listParts(unpackedFile, { platform, signal })) ?? []
      for (const part of parts.length === 0 ? [undefined] : parts.map(({ name }) => name)) {
        await skipUnreadable(async () => {
          const source = await reader?.open(unpackedFile, { platform, part, signal })
          if (source)
            await check(source.kind === 'table' ? source.batches(signal) : readFileChunks(source.file, { signal }))
        })
      }
    }
  }
  return checkInside
}

/** Ignores content that is damaged, encrypted or too large to unpack. */
const skipUnreadable = (read: () => Promise<void>): Promise<void> =>
  read().catch((cause: unknown) => {
    if (!(cause instanceof TablesError)) throw cause
  })

const createTooDeepError = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.nested-archives', { file: name, depth: maxLayers }, { where: { file: name } }))

const createNoReaderError = ({ name }: SourceFile, format: string): TablesError =>
  new TablesError(error('load.no-reader.format', { file: name, format }, { where: { file: name } }))
