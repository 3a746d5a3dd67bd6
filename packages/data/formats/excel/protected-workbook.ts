import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** The error for a workbook that is protected with a password. */
export const protectedWorkbook = ({ name }: SourceFile, cause?: unknown): TablesError =>
  new TablesError(error('load.password', { file: name }, { where: { file: name } }), cause)
