import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const modelWordsSchema = z.strictObject({
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
  /** Why nothing of its answers can be used. */
  failure: textSchema.optional(),
})
/** The words of a language model beside its answer. @public */
export type ModelWords = z.infer<typeof modelWordsSchema>
