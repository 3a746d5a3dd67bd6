import type { SourceFile } from '@aw-flow/engine'
import type { Layer } from '@aw-flow/schema'
import { fileChunks } from '../files/decoded-chunks.ts'
import { damagedArchive } from './damaged-archive.ts'
import { entryOf, type Archive } from './archive.ts'
import type { FormatsPlatform } from './formats-platform.ts'
import { gunzip } from './gunzip.ts'
import { createUnpackCheck, withinLimits } from './unpack-limits.ts'
import { openTar } from './tar-archive.ts'
import { unzstd } from './unzstd.ts'
import { openZip, type ZipArchive } from './zip-archive.ts'
import type { UnpackOptions } from './unpack-options.ts'

/** Unpacked content; each call of `chunks` starts at its beginning. */
export interface Unpacked {
  name: string
  chunks(): AsyncIterable<Uint8Array>
}

/** Number of bytes passed to a decompressor at once. Small, so that the limits are checked often. */
const packedChunkSize = 1 << 16

export interface Unpacker {
  /** Streams the content under the layers. */
  unpacked(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<Unpacked>
  /** Stores the content under the layers for random access, for as long as the file object lives. */
  keep(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<SourceFile>
  /** Opens the archive under the layers. */
  zip(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<ZipArchive>
  tar(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<Archive>
}

/** Creates an unpacker that removes layers from files without holding a complete file in memory. */
export function createUnpacker(platform: FormatsPlatform): Unpacker {
  const storedFiles = new WeakMap<SourceFile, Map<string, Promise<SourceFile>>>()

  const unpacked: Unpacker['unpacked'] = async (file, layers, options) => {
    const last = layers.at(-1)
    const { signal, onRead } = options
    if (!last) return { name: file.name, chunks: () => fileChunks(file, { signal, ...(onRead ? { onRead } : {}) }) }
    const innerLayers = layers.slice(0, -1)
    if (last.kind === 'zip' || last.kind === 'tar') {
      const entry = entryOf(await (last.kind === 'zip' ? zip : tar)(file, innerLayers, options), last.entry)
      const limits = {
        name: file.name,
        maxUnpackedBytes: platform.maxUnpackedBytes,
        packedBytes: () => entry.packedSize,
      }
      return { name: entry.name, chunks: () => withinLimits(entry.chunks(options), limits) }
    }
    const packed = await unpacked(file, innerLayers, options)
    const chunks = (): AsyncIterable<Uint8Array> => {
      let read = 0
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const chunk of packed.chunks()) {
          for (let at = 0; at < chunk.length; at += packedChunkSize) {
            const part = chunk.subarray(at, at + packedChunkSize)
            read += part.length
            yield part
          }
        }
      }
      const limits = { name: file.name, maxUnpackedBytes: platform.maxUnpackedBytes, packedBytes: () => read }
      const content =
        last.kind === 'gzip' ? withinLimits(gunzip(counted), limits) : unzstd(counted(), createUnpackCheck(limits))
      return withDamageError(file, last.kind, content, signal)
    }
    return { name: withoutExtension(packed.name), chunks }
  }

  const keep: Unpacker['keep'] = (file, layers, options) => {
    if (layers.length === 0) return Promise.resolve(file)
    const key = JSON.stringify(layers)
    const files = storedFiles.get(file) ?? new Map<string, Promise<SourceFile>>()
    storedFiles.set(file, files)
    const known = files.get(key)
    if (known) return known
    const keeping = (async () => {
      const { name, chunks } = await unpacked(file, layers, options)
      return platform.keep(chunks(), { dataset: file.dataset, name })
    })()
    files.set(key, keeping)
    keeping.catch(() => files.delete(key))
    return keeping
  }

  const zip: Unpacker['zip'] = async (file, layers, options) => openZip(await keep(file, layers, options))
  const tar: Unpacker['tar'] = async (file, layers, options) => openTar(await keep(file, layers, options))

  return { unpacked, keep, zip, tar }
}

/** Reads only the first bytes of a stream. */
export async function firstBytes(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    parts.push(chunk.subarray(0, maxBytes - size))
    size += chunk.length
    if (size >= maxBytes) break
  }
  const bytes = new Uint8Array(Math.min(size, maxBytes))
  let at = 0
  for (const chunk of parts) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

async function* withDamageError(
  file: SourceFile,
  kind: string,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (cause) {
    throw signal?.aborted ? signal.reason : damagedArchive(file, kind, cause)
  }
}

const withoutExtension = (name: string): string => name.replace(/\.tgz$/i, '.tar').replace(/\.(gz|gzip|z|zst)$/i, '')
