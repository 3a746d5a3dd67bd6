import Papa from 'papaparse'

/** Reads the rows of a string with Papa Parse, without configuration or with only the delimiter. */
export const readRows = (text: string, delimiter = ''): string[][] =>
  Papa.parse(text, { delimiter, skipEmptyLines: true }).data
