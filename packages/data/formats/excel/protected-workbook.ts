import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** A workbook that opens with a password only. */
export const protectedWorkbook = ({ name }: SourceFile, cause?: unknown): TablesError =>
  new TablesError(
    error('load.password', `The workbook \`${name}\` is protected with a password.`, {
      where: { file: name },
      hint: 'Open it in a spreadsheet program, save a copy without the password, and load that.',
    }),
    cause,
  )
