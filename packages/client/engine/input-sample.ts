import { z } from 'zod'

/** Maximum length of typed sample data, in characters. */
export const maxSampleLength = 100_000

const target = {
  /** The ids of the sub-workflow nodes that lead to the workflow with the input; empty for the document itself. */
  path: z.array(z.string()),
  /** The name of the input. */
  port: z.string(),
}

/** @internal */
export const inputSampleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...target, kind: z.literal('dataset'), dataset: z.string() }),
  /** Rows as CSV, with the names of the columns in the first line. */
  z.strictObject({ ...target, kind: z.literal('rows'), text: z.string().max(maxSampleLength) }),
  z.strictObject({ ...target, kind: z.literal('text'), text: z.string().max(maxSampleLength) }),
  z.strictObject({ ...target, kind: z.literal('json'), text: z.string().max(maxSampleLength) }),
])

/**
 * Sample data for a workflow input that has no source, such as an input of a sub-workflow that is not connected yet.
 * Previews and descriptions use it; runs do not.
 *
 * @public
 */
export type InputSample = z.infer<typeof inputSampleSchema>
