/** Display names of the file formats in load plans, such as `CSV` and `JSON Lines`. @internal */
export const fileFormatNames: Readonly<Record<string, string>> = {
  csv: 'CSV',
  json: 'JSON',
  jsonl: 'JSON Lines',
  parquet: 'Parquet',
  arrow: 'Arrow',
  sqlite: 'SQLite',
  excel: 'Excel',
  ods: 'OpenDocument',
  html: 'HTML',
  xml: 'XML',
  markdown: 'Markdown',
}

/**
 * Returns the display name of a file format in a load plan, such as `CSV` or `JSON Lines`. Falls back to the format
 * itself.
 *
 * @internal
 */
export const formatFileFormatName = (format: string): string => fileFormatNames[format] ?? format

/**
 * Returns a character encoding in its conventional spelling, such as `UTF-8`, `Windows-1252` or `Big5`.
 *
 * @internal
 */
export const formatEncodingName = (encoding: string): string =>
  /^(windows|macintosh|big5)/i.test(encoding)
    ? encoding.charAt(0).toUpperCase() + encoding.slice(1).toLowerCase()
    : encoding.toUpperCase().replace('SHIFT_JIS', 'Shift_JIS')
