import type { Column } from '@aw-flow/schema'

/** Creates columns from their names and types: `createColumns('id BIGINT, name VARCHAR')`. */
export const createColumns = (text: string): Column[] =>
  text.split(', ').map((column) => {
    const split = column.lastIndexOf(' ')
    return { name: column.slice(0, split), type: column.slice(split + 1) }
  })
