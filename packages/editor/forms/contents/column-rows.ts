import type { Json } from '@aw-flow/schema'

type JsonObject = { [name: string]: Json }

/** The types of declared columns that a form offers. */
export const declaredTypes = ['VARCHAR', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'TIME'] as const

/** Reads declared columns, a name and a type per line, as rows; `undefined` if a form does not offer one of the types. */
export function readColumnRows(text: string): JsonObject[] | undefined {
  const rows = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): JsonObject | undefined => {
      const [, name, type] = /^\s*(.*\S)\s+(\S+)\s*$/.exec(line) ?? []
      const declaredType = declaredTypes.find((offered) => offered === type?.toUpperCase())
      return declaredType && { name: name!, type: declaredType }
    })
  return rows.every((row) => row !== undefined) ? rows : undefined
}

/** Writes rows as declared columns. Rows without a name are omitted. */
export const writeColumnRows = (rows: readonly JsonObject[]): string =>
  rows
    .filter(({ name = '' }) => String(name).trim() !== '')
    .map(({ name, type = 'VARCHAR' }) => `${String(name)} ${String(type)}`)
    .join('\n')
