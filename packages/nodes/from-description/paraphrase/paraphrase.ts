import type { Column } from '@aw-flow/schema'
import type { ColumnValues } from '../link-values.ts'
import { omitContext, type ShortenedDescription } from './omit-context.ts'
import { resolveAppositions } from './resolve-appositions.ts'

/**
 * Simplifies a description: removes background information, and replaces nouns with the column names or values in the
 * parentheses after them.
 */
export function paraphrase(
  description: string,
  columns: readonly Column[],
  values: ColumnValues,
  describesStep: (folded: string) => boolean,
): ShortenedDescription {
  const { text, omittedParts } = omitContext(description, columns, values, describesStep)
  return { text: resolveAppositions(text, columns, values), omittedParts }
}
