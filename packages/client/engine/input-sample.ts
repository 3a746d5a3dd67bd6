import { z } from 'zod'

/** The maximum length of sample data entered as text, in characters. */
export const maxSampleLength = 100_000

const target = {
  /**
   * The ids of the sub-workflow nodes that contain the input, outermost first. Empty for an input of the document
   * itself.
   */
  path: z.array(z.string()),
  /** The name of the input port. */
  port: z.string(),
}

/** The schema of an input sample. @internal */
export const inputSampleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...target, kind: z.literal('dataset'), dataset: z.string() }),
  /** Rows as CSV. The first line is the header row. */
  z.strictObject({ ...target, kind: z.literal('rows'), text: z.string().max(maxSampleLength) }),
  z.strictObject({ ...target, kind: z.literal('text'), text: z.string().max(maxSampleLength) }),
  z.strictObject({ ...target, kind: z.literal('json'), text: z.string().max(maxSampleLength) }),
])

/**
 * Sample data for a workflow input without a source, such as an input of a sub-workflow that is not connected yet. Used
 * for previews and for inferring columns, but not for runs.
 *
 * @public
 */
export type InputSample = z.infer<typeof inputSampleSchema>
