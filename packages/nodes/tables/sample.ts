import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql } from '@aw-flow/engine'
import { z } from 'zod'
import { compileRandomKey } from './random-key.ts'
import { defineTableNode } from './table-node.ts'

const settings = z.strictObject({
  how: z
    .enum(['rows', 'share', 'first', 'last'])
    .default('rows')
    .meta({
      title: 'Method',
      description: 'How to select the rows.',
      labels: {
        rows: 'Random rows (number)',
        share: 'Random rows (fraction)',
        first: 'First rows',
        last: 'Last rows',
      },
    }),
  rows: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(1000)
    .meta({
      title: 'Rows',
      description: 'Number of rows to select. If the table has fewer, all rows are selected.',
      when: { how: ['rows', 'first', 'last'] },
    }),
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .meta({
      title: 'Fraction',
      description: 'Fraction of rows to select, from 0 to 1, rounded to whole rows.',
      when: { how: 'share' },
    }),
  seed: z
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(1)
    .meta({
      advanced: true,
      title: 'Seed',
      description: 'The same seed always selects the same rows.',
      when: { how: ['rows', 'share'] },
    }),
})

/** Selects rows of a table at random, from the start, or from the end. @internal */
export const sampleNode = defineTableNode({
  type: 'sample',
  version: 1,
  title: 'Sample rows',
  description: 'Selects a number or fraction of rows at random, or the first or last rows. Keeps their order.',
  icon: 'dices',
  settings,
  summary: ({ how, rows, share }) => message('sample.summary', { how, rows, share }),

  plan({ how, rows, share, seed }, { table }) {
    const { columns, from, row, rows: totalRows = 0 } = table!
    const cells = columns.map((column) => quoteIdentifier(column.name))
    const count = how === 'share' ? Math.round(share * totalRows) : Math.min(rows, totalRows)
    const order =
      how === 'first' ? row : how === 'last' ? sql`${row} DESC` : sql`${compileRandomKey(row, seed)}, ${row}`
    const select =
      how === 'first'
        ? sql`SELECT ${cells} FROM ${from} ORDER BY ${row} LIMIT ${count}`
        : sql`SELECT ${cells} FROM ${from} WHERE ${row} IN (SELECT ${row} FROM ${from} ORDER BY ${order} LIMIT ${count}) ORDER BY ${row}`
    return { outputs: { table: { columns: [...columns], select } } }
  },
})
