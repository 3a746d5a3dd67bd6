import { message } from '@aw-flow/messages'
import { defineNode, getInputColumns } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import { z } from 'zod'
import { requireTableInput } from '../table-input.ts'

const settings = z.strictObject({})

/** Displays a table and passes it on, so the node can be in the middle or at the end of a workflow. @internal */
export const tableNode = defineNode({
  type: 'table',
  version: 1,
  family: 'views',
  title: 'Table',
  description: 'Shows a table page by page, with its columns and types. Passes it on unchanged.',
  icon: 'table',
  inputs: [{ name: 'table', type: 'table', label: 'Table', required: true }],
  outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  settings,

  describe({ inputs }) {
    const columns = getInputColumns(inputs, 'table')
    const hasMore = inputs.table?.more ? 'yes' : 'no'
    return {
      outputs: { table: defined({ type: 'table', columns }) },
      summary: message('table-view.summary', { columns: columns?.length ?? 0, more: hasMore }),
    }
  },

  run({ node, inputs }) {
    return Promise.resolve({ outputs: { table: { kind: 'table', table: requireTableInput(node, inputs) } } })
  },
})
