import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const modelNotesSchema = z.strictObject({
  /** The name of the model. */
  name: z.string(),
  /** The host and port of the service. */
  host: z.string(),
  /** The number of requests. */
  requests: z.number().int().min(0),
  /** The model's explanations. */
  remarks: z.string(),
  /** The model's questions for the user. */
  questions: z.array(z.string()),
  /** Why the model's answers cannot be used. Absent if they can be used. */
  failure: textSchema.optional(),
})
