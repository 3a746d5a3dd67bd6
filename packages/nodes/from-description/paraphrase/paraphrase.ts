import type { Column } from '@aw-flow/schema'
import type { ColumnValues } from '../link-values.ts'
import { omitContext, type Omission } from './omit-context.ts'
import { resolveAppositions } from './resolve-appositions.ts'

/**
 * Writes a description in simpler words: without the parts that only give background, and with the names in parentheses
 * instead of the nouns that they explain.
 */
export function paraphrase(
  description: string,
  columns: readonly Column[],
  values: ColumnValues,
  describesStep: (folded: string) => boolean,
): Omission {
  const { text, omitted } = omitContext(description, columns, values, describesStep)
  return { text: resolveAppositions(text, columns, values), omitted }
}
