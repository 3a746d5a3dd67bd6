import { describeFormatError } from './format-error.ts'
import {
  TablesError,
  type Formats,
  type Inspection,
  type OpenedSource,
  type OpenOptions,
  type SourceFile,
} from '@aw-flow/engine'
import { error, type Layer, type FilePart } from '@aw-flow/schema'
import { selectEntry } from './choose-entry.ts'
import { findEntry, type Archive } from './archive.ts'
import { contentHeadBytes, detectContent, isContainerFormat, type Content } from './detect-content.ts'
import { readers, type FormatReader, type ReadableFormat } from './format-reader.ts'
import type { FormatsPlatform } from './formats-platform.ts'
import { readFirstBytes } from './read-first-bytes.ts'
import { createUnpacker } from './unpack.ts'

/** Maximum number of nested layers. */
const maxLayers = 4

/** Creates a `Formats` object for a platform. It supports nested archives and every format that has a reader. */
export function createFormats(platform: FormatsPlatform): Formats {
  const { openUnpacked, storeUnpacked, openZipArchive, openTarArchive } = createUnpacker(platform)

  const loadReader = (format: ReadableFormat): Promise<FormatReader> | undefined =>
    readers[format]?.().catch((cause: unknown) => {
      throw createLoadError(format, cause)
    })

  const readParts = async (file: SourceFile, layers: Layer[], format: ReadableFormat, signal?: AbortSignal) => {
    const reader = await loadReader(format)
    if (!reader) return undefined
    return reader.listParts(await storeUnpacked(file, layers, { signal }), { platform, signal })
  }

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
        ...(moreEntries ? { moreEntries } : {}),
        parts: [],
      }
      if (content === undefined || content === 'office' || isContainerFormat(content)) return baseInspection
      if (content === 'text') return { ...baseInspection, format: 'text' }
      const parts = await readParts(file, layers, content, signal)
      return parts ? { ...baseInspection, format: content, parts } : baseInspection
    }
  }

  const readHead = async (file: SourceFile, layers: readonly Layer[], signal?: AbortSignal): Promise<Uint8Array> =>
    layers.length === 0
      ? file.read(0, contentHeadBytes)
      : readFirstBytes((await openUnpacked(file, layers, { signal })).readChunks(), contentHeadBytes)

  return {
    inspect,

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
    const preview: SourceFile = { dataset: file.dataset, name, size: head.length, read }
    return { ...base, file: preview, isTruncated: head.length >= maxBytes }
  }
}

const createTooDeepError = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.nested-archives', { file: name, depth: maxLayers }, { where: { file: name } }))

const createLoadError = (format: string, cause: unknown): TablesError =>
  new TablesError(error('load.no-format-engine', { url: '', format, reason: describeFormatError(cause) }), cause)

const createNoReaderError = ({ name }: SourceFile, format: string): TablesError =>
  new TablesError(error('load.no-reader.format', { file: name, format }, { where: { file: name } }))
