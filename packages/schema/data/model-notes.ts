import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const modelNotesSchema = z.strictObject({
  /** The name of the model. */
  name: z.string(),
  /** Host and port of the service. */
  host: z.string(),
  /** The number of requests. */
  requests: z.number().int().min(0),
  /** The explanations of the model. */
  remarks: z.string(),
  /** Questions of the model. */
  questions: z.array(z.string()),
  /** The reason that its answers cannot be used. */
  failure: textSchema.optional(),
})
/** Remarks and questions of a language model in addition to its answer. @public */
export type ModelNotes = z.infer<typeof modelNotesSchema>
