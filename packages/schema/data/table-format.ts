/**
 * Export formats for tables, with their file extensions and media types. `csv-excel` is CSV that spreadsheets open
 * without running formulas in cells. `arrow` is the Arrow IPC file format (Feather 2).
 *
 * @internal
 */
export const tableFormats = {
  csv: { extension: '.csv', mediaType: 'text/csv;charset=utf-8' },
  'csv-excel': { extension: '.csv', mediaType: 'text/csv;charset=utf-8' },
  json: { extension: '.json', mediaType: 'application/json' },
  jsonl: { extension: '.jsonl', mediaType: 'application/jsonl' },
  parquet: { extension: '.parquet', mediaType: 'application/vnd.apache.parquet' },
  arrow: { extension: '.arrow', mediaType: 'application/vnd.apache.arrow.file' },
  xlsx: { extension: '.xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
} as const

/**
 * A file format for exporting tables.
 *
 * @public
 */
export type TableFormat = keyof typeof tableFormats
