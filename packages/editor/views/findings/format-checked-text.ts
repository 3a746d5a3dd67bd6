import { localizeCell } from '../localize-number.ts'

/**
 * Formats a checked value or its repair like a table cell. If the column type is unknown, the text is left unchanged.
 */
export const formatCheckedValue = (text: string, type: string | undefined, language: string): string =>
  localizeCell(text, type ?? 'VARCHAR', language)
