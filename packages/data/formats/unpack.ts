import type { SourceFile } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import type { Layer } from '@aw-flow/schema/internal'
import { readFileChunks } from '../files/decode-chunks.ts'
import { createArchiveReadError } from './read-error.ts'
import { findEntry, type Archive } from './archive.ts'
import type { FormatsPlatform } from './formats-platform.ts'
import { gunzip } from './gunzip.ts'
import { createUnpackCheck, enforceLimits, getMaxWindowBytes, unpackEntry } from './unpack-limits.ts'
import { openZip } from './open-zip.ts'
import { openTar } from './tar-archive.ts'
import { storeContent } from './store-content.ts'
import { unzstd } from './unzstd.ts'
import type { ZipArchive } from './zip-archive.ts'
import type { UnpackOptions } from './unpack-options.ts'

/** Unpacked content. Each call to `readChunks` starts from the beginning. */
export interface UnpackedContent {
  name: string
  readChunks(): AsyncIterable<Uint8Array>
}

/** Number of bytes to pass to a decompressor at a time. It is small, so that the limits are checked frequently. */
const compressedChunkSize = 1 << 16

export interface Unpacker {
  /** Returns the content inside the layers as a stream. */
  openUnpacked(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<UnpackedContent>
  /** Stores the content inside the layers for random access, for the lifetime of the file object. */
  storeUnpacked(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<SourceFile>
  /** Opens the archive inside the layers. */
  openZipArchive(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<ZipArchive>
  openTarArchive(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<Archive>
}

/** Creates an unpacker, which removes layers from files without loading an entire file into memory. */
export function createUnpacker(platform: FormatsPlatform): Unpacker {
  const storedFiles = new WeakMap<SourceFile, Map<string, Promise<SourceFile>>>()

  const openUnpacked: Unpacker['openUnpacked'] = async (file, layers, options) => {
    const lastLayer = layers.at(-1)
    const { signal, onRead } = options
    if (!lastLayer)
      return { name: file.name, readChunks: () => readFileChunks(file, { signal, ...defined({ onRead }) }) }
    const innerLayers = layers.slice(0, -1)
    if (lastLayer.kind === 'zip' || lastLayer.kind === 'tar') {
      const entry = findEntry(
        await (lastLayer.kind === 'zip' ? openZipArchive : openTarArchive)(file, innerLayers, options),
        lastLayer.entry,
      )
      const { maxUnpackedBytes } = platform
      return {
        name: entry.name,
        readChunks: () => unpackEntry(entry, { name: file.name, fileBytes: file.size, maxUnpackedBytes }, options),
      }
    }
    const compressedContent = await openUnpacked(file, innerLayers, options)
    const readChunks = (): AsyncIterable<Uint8Array> => {
      let compressedBytes = 0
      async function* countBytes(): AsyncGenerator<Uint8Array> {
        for await (const chunk of compressedContent.readChunks()) {
          for (let offset = 0; offset < chunk.length; offset += compressedChunkSize) {
            const slice = chunk.subarray(offset, offset + compressedChunkSize)
            compressedBytes += slice.length
            yield slice
          }
        }
      }
      const limits = {
        name: file.name,
        fileBytes: file.size,
        maxUnpackedBytes: platform.maxUnpackedBytes,
        getCompressedBytes: () => compressedBytes,
      }
      const content =
        lastLayer.kind === 'gzip'
          ? enforceLimits(gunzip(countBytes), limits)
          : unzstd(countBytes(), createUnpackCheck(limits), getMaxWindowBytes(file.size))
      return convertDamageErrors(file, lastLayer.kind, content, signal)
    }
    return { name: removeExtension(compressedContent.name), readChunks }
  }

  const storeUnpacked: Unpacker['storeUnpacked'] = (file, layers, options) => {
    if (layers.length === 0) return Promise.resolve(file)
    const key = JSON.stringify(layers)
    const files = storedFiles.get(file) ?? new Map<string, Promise<SourceFile>>()
    storedFiles.set(file, files)
    const cached = files.get(key)
    if (cached) return cached
    const filePromise = (async () => {
      const { name, readChunks } = await openUnpacked(file, layers, options)
      return storeContent(platform, file, readChunks(), name)
    })()
    files.set(key, filePromise)
    filePromise.catch(() => files.delete(key))
    return filePromise
  }

  const openZipArchive: Unpacker['openZipArchive'] = async (file, layers, options) =>
    openZip(await storeUnpacked(file, layers, options))
  const openTarArchive: Unpacker['openTarArchive'] = async (file, layers, options) =>
    openTar(await storeUnpacked(file, layers, options))

  return { openUnpacked, storeUnpacked, openZipArchive, openTarArchive }
}

async function* convertDamageErrors(
  file: SourceFile,
  kind: string,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (cause) {
    throw signal?.aborted ? signal.reason : createArchiveReadError(file, kind, cause)
  }
}

const removeExtension = (name: string): string => name.replace(/\.tgz$/i, '.tar').replace(/\.(gz|gzip|z|zst)$/i, '')
