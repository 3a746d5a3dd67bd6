import type { TableFormat } from '@aw-flow/schema/internal'

/** Default UI strings for the menu. Hosts override them with the `strings` property. @internal */
export const downloadStrings = {
  download: 'Download CSV',
  downloading: 'Creating file…',
  moreFormats: 'More formats',
  formats: {
    csv: 'CSV',
    'csv-excel': 'CSV for Excel',
    json: 'JSON',
    jsonl: 'JSON Lines',
    parquet: 'Parquet',
    arrow: 'Arrow (Feather)',
    xlsx: 'Excel',
  } satisfies Record<TableFormat, string> as Record<TableFormat, string>,
}
/** @internal */
export type DownloadStrings = typeof downloadStrings
