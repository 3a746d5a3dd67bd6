import { message } from '@aw-flow/messages'
import { name, sql } from '@aw-flow/engine'
import { z } from 'zod'
import { chance } from './chance.ts'
import { defineTableNode } from './table-node.ts'

const settings = z.strictObject({
  how: z.enum(['rows', 'share', 'first', 'last']).default('rows').meta({
    title: 'How',
    description: 'rows: so many by chance. share: so large a part by chance. first, last: so many from an end.',
  }),
  rows: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(1000)
    .meta({
      title: 'Rows',
      description: 'How many rows; all where the table has fewer. Does not count for share.',
      when: { how: ['rows', 'first', 'last'] },
    }),
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .meta({
      title: 'Share',
      description: 'How large a part of the rows, from 0 to 1, rounded to whole rows; counts for share only.',
      when: { how: 'share' },
    }),
  seed: z
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(1)
    .meta({
      title: 'Seed',
      description: 'Another number gives another sample; the same number the same one, in every place.',
      when: { how: ['rows', 'share'] },
    }),
})

/** Takes some rows of a table by chance, or from one of its ends. */
export const sampleNode = defineTableNode({
  type: 'sample',
  version: 1,
  title: 'Sample rows',
  description: 'Takes a number or a share of the rows by chance, seeded, or the first or last ones; in their order.',
  icon: 'dices',
  settings,
  summary: ({ how, rows, share }) => message('sample.summary', { how, rows, share }),

  plan({ how, rows, share, seed }, { table }) {
    const { columns, from, row, rows: all = 0 } = table!
    const cells = columns.map((column) => name(column.name))
    const count = how === 'share' ? Math.round(share * all) : Math.min(rows, all)
    const by = how === 'first' ? row : how === 'last' ? sql`${row} DESC` : sql`${chance(row, seed)}, ${row}`
    const select =
      how === 'first'
        ? sql`SELECT ${cells} FROM ${from} ORDER BY ${row} LIMIT ${count}`
        : sql`SELECT ${cells} FROM ${from} WHERE ${row} IN (SELECT ${row} FROM ${from} ORDER BY ${by} LIMIT ${count}) ORDER BY ${row}`
    return { outputs: { table: { columns: [...columns], select } } }
  },
})
