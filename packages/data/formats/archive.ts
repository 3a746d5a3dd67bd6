import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { listFirstNames } from './list-first-names.ts'
import type { UnpackOptions } from './unpack-options.ts'

/** A file inside an archive. */
export interface ArchiveEntry {
  readonly name: string
  /** Unpacked size in bytes, as declared by the archive. It may be wrong. */
  readonly size: number
  readChunks(options: UnpackOptions): AsyncIterable<Uint8Array>
}

/** An archive. Only its first `maxListedEntries` entries are listed. */
export interface Archive {
  readonly kind: 'zip' | 'tar'
  /** The archive file itself. */
  readonly file: SourceFile
  /** Entries in archive order. */
  readonly entries: readonly ArchiveEntry[]
  /** Number of files in the archive, including those that are not listed. */
  readonly fileCount: number
}

/** Maximum number of entries to list. Further entries are only counted. */
export const maxListedEntries = 10_000

/** Maximum number of entries in an archive. Larger archives are rejected. */
export const maxArchiveEntries = 1_000_000

/**
 * Returns the entry with the given name.
 *
 * @throws `TablesError` if the archive has no such entry.
 */
export function findEntry({ file, entries }: Archive, name: string): ArchiveEntry {
  const entry = entries.find((candidate) => candidate.name === name)
  if (entry) return entry
  throw new TablesError(
    error(
      'load.no-entry',
      { file: file.name, entry: name, entries: listFirstNames(entries) },
      { where: { file: file.name } },
    ),
  )
}
