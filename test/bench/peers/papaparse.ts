import Papa from 'papaparse'

/** Parses text with Papa Parse, either without configuration or with only the delimiter. */
export const readRows = (text: string, delimiter = ''): string[][] =>
  Papa.parse(text, { delimiter, skipEmptyLines: true }).data
