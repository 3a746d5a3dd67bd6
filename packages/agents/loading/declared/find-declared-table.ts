import { readArffTable } from './arff-table.ts'
import type { DeclaredTable } from './declared-table.ts'
import { readIpacTable } from './ipac-table.ts'
import { readLasTable } from './las-table.ts'

/**
 * Reads the columns that the text of a file declares. Returns `undefined` if it is in another format.
 *
 * @param text Text with LF line endings (`normalizeNewlines`).
 */
export const findDeclaredTable = (text: string): DeclaredTable | undefined =>
  readIpacTable(text) ?? readArffTable(text) ?? readLasTable(text)
