import { message } from '@aw-flow/messages'
import { getInputColumns, NodeError } from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import { tableFormats, type TableFormat } from '@aw-flow/schema/internal'
import { z } from 'zod'
import { requireTableInput } from '../table-input.ts'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'

const formats = Object.keys(tableFormats) as [TableFormat, ...TableFormat[]]

const settings = z.strictObject({
  name: z
    .string()
    .min(1)
    .default('result')
    .meta({
      title: 'File name',
      description: 'The extension is added automatically.',
      examples: ['result', 'report {{run.id}}'],
    }),
  format: z
    .enum(formats)
    .default('csv')
    .meta({
      title: 'Format',
      description:
        'File format. CSV for Excel: text is never interpreted as a formula. JSON Lines: one row per line. Excel: at most 1,048,575 rows.',
      labels: {
        csv: 'CSV',
        'csv-excel': 'CSV for Excel',
        json: 'JSON',
        jsonl: 'JSON Lines',
        parquet: 'Parquet',
        arrow: 'Arrow',
        xlsx: 'Excel',
      },
    }),
  ...insertionSetting,
})

/** Saves a table as a downloadable file in the datasets and passes it on. @internal */
export const exportNode = escapeInsertions({
  type: 'export',
  version: 1,
  family: 'views',
  title: 'Export',
  description: 'Saves the table as a file in the datasets, ready for download, and passes both on.',
  icon: 'download',
  inputs: [{ name: 'table', type: 'table', label: 'Table', required: true }],
  outputs: [
    { name: 'table', type: 'table', label: 'Table' },
    { name: 'file', type: 'file', label: 'File' },
  ],
  settings,

  describe({ settings: { name, format }, inputs }) {
    const columns = getInputColumns(inputs, 'table')
    return {
      outputs: { table: defined({ type: 'table', columns }), file: { type: 'file' } },
      summary: addExtension(name, format),
    }
  },

  async run({ node, label, settings: { name, format }, inputs, tables, files, signal, log }) {
    const table = requireTableInput(node, inputs)
    if (!files.add) {
      throw new NodeError('permanent', error('export.no-storage', { node: label }, { where: { node } }))
    }
    // Equal tables produce equal bytes and therefore the same dataset, so repeating an export has no further effect.
    const file = await files.add(addExtension(name, format), tables.write(table, format, { signal }), signal)
    log('info', message('export.saved', { file: file.name, size: file.size }))
    return {
      outputs: {
        table: { kind: 'table', table },
        file: { kind: 'file', dataset: file.dataset, name: file.name },
      },
      report: { kind: 'other', report: { rows: table.rows, bytes: file.size, name: file.name } },
    }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const exportNodeV1 = createEarlierVersion(exportNode, 1, settings)

const addExtension = (name: string, format: TableFormat): string => {
  const { extension } = tableFormats[format]
  return name.toLowerCase().endsWith(extension) ? name : name + extension
}
