import type { SourceFile } from '@aw-flow/engine'
import type { Layer } from '@aw-flow/schema'
import { filePieces } from '../files/decoded-pieces.ts'
import { damagedArchive } from './damaged-archive.ts'
import { entryOf, type Archive } from './archive.ts'
import type { FormatsPlace } from './formats-place.ts'
import { gunzip } from './gunzip.ts'
import { weighUnpacked, withinLimits } from './unpack-limits.ts'
import { openTar } from './tar-archive.ts'
import { unzstd } from './unzstd.ts'
import { openZip, type ZipArchive } from './zip-archive.ts'
import type { UnpackOptions } from './unpack-options.ts'

/** Bytes that come in pieces, from the beginning each time they are asked for. */
export interface Unpacked {
  name: string
  pieces(): AsyncIterable<Uint8Array>
}

/** What is handed to a decompressor at once, so that not much is unpacked before it is weighed. In bytes. */
const packedPiece = 1 << 16

export interface Unpacker {
  /** What is under the layers, as it comes. */
  unpacked(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<Unpacked>
  /** What is under the layers, kept to be read at any place, for as long as the file object is. */
  keep(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<SourceFile>
  /** The archive that is under the layers. */
  zip(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<ZipArchive>
  tar(file: SourceFile, layers: readonly Layer[], options: UnpackOptions): Promise<Archive>
}

/** Takes layers off files. Nothing is ever held whole in memory. */
export function createUnpacker(place: FormatsPlace): Unpacker {
  const kept = new WeakMap<SourceFile, Map<string, Promise<SourceFile>>>()

  const unpacked: Unpacker['unpacked'] = async (file, layers, options) => {
    const last = layers.at(-1)
    const { signal, onRead } = options
    if (!last) return { name: file.name, pieces: () => filePieces(file, { signal, ...(onRead ? { onRead } : {}) }) }
    const under = layers.slice(0, -1)
    if (last.kind === 'zip' || last.kind === 'tar') {
      const entry = entryOf(await (last.kind === 'zip' ? zip : tar)(file, under, options), last.entry)
      const limits = { name: file.name, most: place.mostUnpacked, read: () => entry.packedSize }
      return { name: entry.name, pieces: () => withinLimits(entry.pieces(options), limits) }
    }
    const packed = await unpacked(file, under, options)
    const pieces = (): AsyncIterable<Uint8Array> => {
      let read = 0
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const piece of packed.pieces()) {
          for (let at = 0; at < piece.length; at += packedPiece) {
            const part = piece.subarray(at, at + packedPiece)
            read += part.length
            yield part
          }
        }
      }
      const limits = { name: file.name, most: place.mostUnpacked, read: () => read }
      const content =
        last.kind === 'gzip' ? withinLimits(gunzip(counted), limits) : unzstd(counted(), weighUnpacked(limits))
      return damaged(file, last.kind, content, signal)
    }
    return { name: withoutEnding(packed.name), pieces }
  }

  const keep: Unpacker['keep'] = (file, layers, options) => {
    if (layers.length === 0) return Promise.resolve(file)
    const key = JSON.stringify(layers)
    const files = kept.get(file) ?? new Map<string, Promise<SourceFile>>()
    kept.set(file, files)
    const known = files.get(key)
    if (known) return known
    const keeping = (async () => {
      const { name, pieces } = await unpacked(file, layers, options)
      return place.keep(pieces(), { dataset: file.dataset, name })
    })()
    files.set(key, keeping)
    keeping.catch(() => files.delete(key))
    return keeping
  }

  const zip: Unpacker['zip'] = async (file, layers, options) => openZip(await keep(file, layers, options))
  const tar: Unpacker['tar'] = async (file, layers, options) => openTar(await keep(file, layers, options))

  return { unpacked, keep, zip, tar }
}

/** The first bytes of what comes in pieces; the rest is not asked for. */
export async function firstBytes(pieces: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const found: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    found.push(piece.subarray(0, most - size))
    size += piece.length
    if (size >= most) break
  }
  const bytes = new Uint8Array(Math.min(size, most))
  let at = 0
  for (const piece of found) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

async function* damaged(
  file: SourceFile,
  kind: string,
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces
  } catch (cause) {
    throw signal?.aborted ? signal.reason : damagedArchive(file, kind, cause)
  }
}

const withoutEnding = (name: string): string => name.replace(/\.tgz$/i, '.tar').replace(/\.(gz|gzip|z|zst)$/i, '')
