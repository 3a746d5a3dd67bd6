import { defined } from '@aw-flow/schema'
import type { Defined } from '@aw-flow/schema/internal'

/** The name of a column or of a field in a response, as the name of a property: `created_at` is `createdAt`. */
export type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name

export const toCamelCase = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

type PropertyValue<Value> = Value extends Date ? string : Value

type RowRecord<Row, Column extends keyof Row & string> = {
  [Name in Column as null extends Row[Name] ? never : CamelCase<Name>]: PropertyValue<Row[Name]>
} & { [Name in Column as null extends Row[Name] ? CamelCase<Name> : never]?: PropertyValue<NonNullable<Row[Name]>> }

type Simplify<T> = { [Name in keyof T]: T[Name] }

/**
 * Converts columns of a row to a record: properties in camel case, with times as ISO 8601 strings in UTC, and without
 * those that are null. Other columns, such as hashes of tokens, never become part of a record.
 *
 * @param computed Properties that differ from their column, such as JSON.
 * @example
 * toRecord(row, ['id', 'created_at'], { tags: JSON.parse(row.tags) as string[] }) // { id, createdAt, tags }
 */
export function toRecord<Row extends object, Column extends keyof Row & string, Computed extends object = object>(
  row: Row,
  columns: readonly Column[],
  computed?: Computed,
): Simplify<RowRecord<Row, Column> & Defined<Computed>> {
  const properties = columns.map((column) => {
    const value = row[column]
    return [toCamelCase(column), value instanceof Date ? value.toISOString() : (value ?? undefined)]
  })
  return defined({ ...Object.fromEntries(properties), ...computed }) as Simplify<
    RowRecord<Row, Column> & Defined<Computed>
  >
}

/** Parses a column that contains JSON or null. */
export const parseColumn = <T>(text: string | null): T | undefined =>
  text === null ? undefined : (JSON.parse(text) as T)
