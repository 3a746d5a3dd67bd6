import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** A workbook that opens with a password only. */
export const protectedWorkbook = ({ name }: SourceFile, cause?: unknown): TablesError =>
  new TablesError(error('load.password', { file: name }, { where: { file: name } }), cause)
