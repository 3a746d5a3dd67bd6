import { describeFormatError } from './format-error.ts'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Creates the error for an archive that cannot be read completely. */
export function createDamagedArchiveError(
  { name }: Pick<SourceFile, 'name'>,
  kind: string,
  cause: unknown,
): TablesError {
  if (cause instanceof TablesError) return cause
  return new TablesError(
    error('load.archive-damaged', { file: name, kind, reason: describeFormatError(cause) }, { where: { file: name } }),
    cause,
  )
}
