import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { namesOf } from './names-of.ts'
import type { UnpackOptions } from './unpack-options.ts'

/** A file in an archive. */
export interface ArchiveEntry {
  readonly name: string
  /** In bytes, as the archive says. */
  readonly size: number
  /** In bytes, as it lies in the archive. */
  readonly packedSize: number
  pieces(options: UnpackOptions): AsyncIterable<Uint8Array>
}

/** Several files in one; at most the first 10,000 are told. */
export interface Archive {
  readonly kind: 'zip' | 'tar'
  /** The whole archive. */
  readonly file: SourceFile
  /** In the archive's order. */
  readonly entries: readonly ArchiveEntry[]
}

/** More are not looked at. */
export const mostEntries = 10_000

/** A file of an archive by its name. A `TablesError` where there is none. */
export function entryOf({ file, entries }: Archive, name: string): ArchiveEntry {
  const entry = entries.find((one) => one.name === name)
  if (entry) return entry
  throw new TablesError(
    error('load.no-entry', { file: file.name, entry: name, entries: namesOf(entries) }, { where: { file: file.name } }),
  )
}
