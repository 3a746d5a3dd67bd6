import Papa from 'papaparse'

/** Rows of a text as Papa Parse reads it, without configuration or with only the delimiter. */
export const readRows = (text: string, delimiter = ''): string[][] =>
  Papa.parse(text, { delimiter, skipEmptyLines: true }).data
