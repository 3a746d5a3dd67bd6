import { localizeCell } from '../localize-number.ts'

/** Formats the text of a checked cell or of its repair as the table does. Columns without a known type are text. */
export const formatCheckedText = (text: string, type: string | undefined, language: string): string =>
  localizeCell(text, type ?? 'VARCHAR', language)
