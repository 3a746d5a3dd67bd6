import type { Text } from '@aw-flow/messages'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { describeFormatError } from './format-error.ts'

/**
 * Creates the error for a file that could not be read. Not every cause means that the file is damaged: memory can run
 * out, and the system can fail to read from a disk.
 *
 * @param createDamagedProblem Creates the problem for all other causes.
 */
export function createReadError(
  { name }: Pick<SourceFile, 'name'>,
  format: string,
  cause: unknown,
  createDamagedProblem: (reason: Text) => Problem,
): TablesError {
  if (cause instanceof TablesError) return cause
  const reason = describeFormatError(cause)
  const where = { where: { file: name } }
  if (isOutOfMemory(cause))
    return new TablesError(error('load.out-of-memory', { file: name, format, reason }, where), cause)
  if (isMissing(cause)) return new TablesError(error('load.unreadable.changed', { file: name, reason }, where), cause)
  if (isSystemError(cause))
    return new TablesError(error('load.unreadable.system', { file: name, reason }, where), cause)
  return new TablesError(createDamagedProblem(reason), cause)
}

/** Creates the error for a Parquet, Arrow or SQLite file that could not be read. */
export const createFileReadError = (file: Pick<SourceFile, 'name'>, format: string, cause: unknown): TablesError =>
  createReadError(file, format, cause, (reason) =>
    error('load.file-damaged', { file: file.name, format, reason }, { where: { file: file.name } }),
  )

/** Creates the error for an archive that could not be read. */
export const createArchiveReadError = (file: Pick<SourceFile, 'name'>, kind: string, cause: unknown): TablesError =>
  createReadError(file, kind, cause, (reason) =>
    error('load.archive-damaged', { file: file.name, kind, reason }, { where: { file: file.name } }),
  )

/** Creates the error for a reader, or its library, that could not be started. */
export const createEngineError = (format: string, cause: unknown): TablesError =>
  new TablesError(error('load.no-format-engine', { url: '', format, reason: describeFormatError(cause) }), cause)

/** Texts of SQLite (`SQLITE_NOMEM`, `SQLITE_TOOBIG`), V8, JavaScriptCore, SpiderMonkey and fzstd. */
const memoryPattern =
  /out of memory|string or blob too big|allocation failed|invalid (?:string|typed array|array buffer) length|allocation size overflow|window size too large/i

/** Returns whether a reader, or the library that it uses, reached the limit of its memory or of a string. */
export const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof Error &&
  (memoryPattern.test(cause.message) ||
    ('code' in cause &&
      /^(ERR_STRING_TOO_LONG|ERR_BUFFER_TOO_LARGE|ERR_FS_FILE_TOO_LARGE|ENOMEM)$/.test(String(cause.code))))

/** Returns whether the file itself is missing or was replaced: Node reports `ENOENT`, browsers a `DOMException`. */
const isMissing = (cause: unknown): boolean =>
  cause instanceof Error &&
  (['NotFoundError', 'NotReadableError'].includes(cause.name) || ('code' in cause && cause.code === 'ENOENT'))

/** Returns whether a call of the operating system failed, such as reading from a disk. */
const isSystemError = (cause: unknown): boolean => cause instanceof Error && 'syscall' in cause
