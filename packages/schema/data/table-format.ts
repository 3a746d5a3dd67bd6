/** What a table can be written as, with the ending and the media type of its files; `arrow` is the file format, which Feather is too. */
export const tableFormats = {
  csv: { ending: '.csv', mediaType: 'text/csv;charset=utf-8' },
  json: { ending: '.json', mediaType: 'application/json' },
  jsonl: { ending: '.jsonl', mediaType: 'application/jsonl' },
  parquet: { ending: '.parquet', mediaType: 'application/vnd.apache.parquet' },
  arrow: { ending: '.arrow', mediaType: 'application/vnd.apache.arrow.file' },
  xlsx: { ending: '.xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
} as const

export type TableFormat = keyof typeof tableFormats
