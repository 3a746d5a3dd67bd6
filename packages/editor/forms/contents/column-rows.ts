import type { Json } from '@aw-flow/schema'

type JsonObject = { [name: string]: Json }

/** Column types that the form offers. */
export const declaredTypes = ['VARCHAR', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'TIME'] as const

/** Parses column declarations, one `name type` per line. Returns `undefined` if a type is not in `declaredTypes`. */
export function parseColumnRows(text: string): JsonObject[] | undefined {
  const rows = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): JsonObject | undefined => {
      const words = line.trim().split(/(\s+)/)
      const declaredType = declaredTypes.find((candidate) => candidate === words.at(-1)?.toUpperCase())
      return declaredType && words.length > 1 ? { name: words.slice(0, -2).join(''), type: declaredType } : undefined
    })
  return rows.every((row) => row !== undefined) ? rows : undefined
}

/** Formats rows as column declarations. Rows without a name are omitted. */
export const formatColumnRows = (rows: readonly JsonObject[]): string =>
  rows
    .filter(({ name = '' }) => String(name).trim() !== '')
    .map(({ name, type = 'VARCHAR' }) => `${String(name)} ${String(type)}`)
    .join('\n')
