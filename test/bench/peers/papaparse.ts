import Papa from 'papaparse'

/** The rows of a text as Papa Parse reads it, told nothing (or the delimiter). */
export const readRows = (text: string, delimiter = ''): string[][] =>
  Papa.parse(text, { delimiter, skipEmptyLines: true }).data
