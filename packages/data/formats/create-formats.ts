import { faultReason } from './format-fault.ts'
import {
  TablesError,
  type Formats,
  type Inspection,
  type Opened,
  type OpenOptions,
  type SourceFile,
} from '@aw-flow/engine'
import { error, type Layer, type Part } from '@aw-flow/schema'
import { chooseEntry } from './choose-entry.ts'
import { entryOf, type Archive } from './archive.ts'
import { contentHead, detectContent, isPacking, type Content } from './detect-content.ts'
import { readers, type FormatReader, type ReadableFormat } from './format-reader.ts'
import type { FormatsPlace } from './formats-place.ts'
import { createUnpacker, firstBytes } from './unpack.ts'

/** So deep are archives in archives looked into. */
const mostLayers = 4

/** The formats port over a place: gzip and zip in any order, and every format that has a reader. */
export function createFormats(place: FormatsPlace): Formats {
  const { unpacked, keep, zip, tar } = createUnpacker(place)

  const readerOf = (format: ReadableFormat): Promise<FormatReader> | undefined =>
    readers[format]?.().catch((cause: unknown) => {
      throw notFetched(format, cause)
    })

  const partsOf = async (file: SourceFile, layers: Layer[], format: ReadableFormat, signal?: AbortSignal) => {
    const reader = await readerOf(format)
    if (!reader) return undefined
    return reader.parts(await keep(file, layers, { signal }), { place, signal })
  }

  const inspect: Formats['inspect'] = async (file, { entry, signal } = {}) => {
    const layers: Layer[] = []
    let entries: Part[] = []
    let outermost: Archive | undefined
    let taken = false
    for (;;) {
      signal?.throwIfAborted()
      const content = detectContent(await headOf(file, layers, signal))
      if (!isPacking(content)) {
        // Told by the outermost archive: it is the one that a person looks into.
        if (entry !== undefined && outermost && !taken) entryOf(outermost, entry)
        return await found(content)
      }
      if (layers.length === mostLayers) throw tooDeep(file)
      if (content === 'gzip' || content === 'zstd') {
        layers.push({ kind: content })
        continue
      }
      const workbook = content === 'zip' ? await zip(file, layers, { signal }) : undefined
      if (workbook?.document !== undefined) return await found(workbook.document)
      const archive = workbook ?? (await tar(file, layers, { signal }))
      outermost ??= archive
      const isThere = archive.entries.some(({ name }) => name === entry)
      taken ||= isThere
      const chosen = await chooseEntry(archive, isThere ? entry : undefined, signal)
      // What is told apart by name is the entry of the outermost archive that has several.
      if (entries.length < 2) entries = chosen.entries
      layers.push({ kind: content, entry: chosen.entry })
    }

    async function found(content: Content | 'office'): Promise<Inspection> {
      const unknown: Inspection = { unpack: layers, format: undefined, entries, parts: [] }
      if (content === undefined || content === 'office' || isPacking(content)) return unknown
      if (content === 'text') return { ...unknown, format: 'text' }
      const parts = await partsOf(file, layers, content, signal)
      return parts ? { ...unknown, format: content, parts } : unknown
    }
  }

  const headOf = async (file: SourceFile, layers: readonly Layer[], signal?: AbortSignal): Promise<Uint8Array> =>
    layers.length === 0
      ? file.read(0, contentHead)
      : firstBytes((await unpacked(file, layers, { signal })).pieces(), contentHead)

  return {
    inspect,

    async open(file, options): Promise<Opened> {
      const { format, unpack: layers = [], part, first, signal } = options
      if (format === 'text' || format === undefined) return openText(file, options)
      const reader = await readerOf(format)
      if (!reader) throw noReader(file, format)
      const content = await keep(file, layers, options)
      return reader.open(content, { place, part, first, signal })
    },
  }

  async function openText(file: SourceFile, options: OpenOptions): Promise<Opened> {
    const { unpack: layers = [], first, signal } = options
    const whole: Omit<Extract<Opened, { kind: 'text' }>, 'file'> = { kind: 'text', as: 'any', cut: false, problems: [] }
    if (layers.length === 0) return { ...whole, file }
    if (first === undefined) return { ...whole, file: await keep(file, layers, options) }
    const { name, pieces } = await unpacked(file, layers, { signal })
    const head = await firstBytes(pieces(), first)
    const read = async (start: number, end: number): Promise<Uint8Array> => head.subarray(start, end)
    const begun: SourceFile = { dataset: file.dataset, name, size: head.length, read }
    return { ...whole, file: begun, cut: head.length >= first }
  }
}

const tooDeep = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.archives-in-archives', { file: name, depth: mostLayers }, { where: { file: name } }))

const notFetched = (format: string, cause: unknown): TablesError =>
  new TablesError(error('load.no-format-engine', { url: '', format, reason: faultReason(cause) }), cause)

const noReader = ({ name }: SourceFile, format: string): TablesError =>
  new TablesError(error('load.no-reader.format', { file: name, format }, { where: { file: name } }))
