import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Creates the error for a password-protected workbook. */
export const createProtectedWorkbookError = ({ name }: SourceFile, cause?: unknown): TablesError =>
  new TablesError(error('load.password', { file: name }, { where: { file: name } }), cause)
