import { ruleSeveritySchema, tableSchemaSchema } from './validation.ts'
import { z } from '../wire/zod.ts'

const severity = ruleSeveritySchema.optional()
const named = { name: z.string().optional(), severity }

/** A condition over the facts of a table's profile (JSONata), such as `columns.price.nulls / rows < 0.05`. */
export const factRuleSchema = z.union([
  z
    .string()
    .min(1)
    .transform((expression): { expression: string } => ({ expression })),
  z.strictObject({ expression: z.string().min(1).max(10_000), ...named }),
])

/**
 * What a table is judged by. `schema`: rules on columns and rows. `info`: conditions over its profile. Functional ones
 * look at rows: an `expression` (JSONata), an SQL predicate, both true for a row that is right; `code`, the body of a
 * JavaScript function of `row` and `index` that returns true, false, or what is wrong; `host`, a function that the host
 * has registered by this name. `all` and `any` put others together.
 */
export type Validator =
  | { schema: z.input<typeof tableSchemaSchema> }
  | { info: z.input<typeof factRuleSchema>[] }
  | ({ expression: string } & Named)
  | ({ sql: string } & Named)
  | ({ code: string } & Named)
  | ({ host: string } & Named)
  | { all: Validator[] }
  | { any: Validator[] }

interface Named {
  name?: string | undefined
  severity?: z.infer<typeof ruleSeveritySchema> | undefined
}

const text = z.string().min(1).max(100_000)

export const validatorSchema: z.ZodType<Validator> = z.lazy(() =>
  z.union([
    z.strictObject({ schema: tableSchemaSchema }),
    z.strictObject({ info: z.array(factRuleSchema).min(1) }),
    z.strictObject({ expression: text, ...named }),
    z.strictObject({ sql: text, ...named }),
    z.strictObject({ code: text, ...named }),
    z.strictObject({ host: text, ...named }),
    z.strictObject({ all: z.array(validatorSchema).min(1) }),
    z.strictObject({ any: z.array(validatorSchema).min(1) }),
  ]),
)
