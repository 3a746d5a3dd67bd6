import { ruleSeveritySchema, tableSchemaSchema } from './validation.ts'
import { z } from '../wire/zod.ts'

const ruleOptions = { name: z.string().optional(), severity: ruleSeveritySchema.optional() }

/** A JSONata condition on a table's profile, such as `columns.price.nulls / rows < 0.05`. @internal */
export const profileRuleSchema = z.union([
  z
    .string()
    .min(1)
    .transform((expression): { expression: string } => ({ expression })),
  z.strictObject({ expression: z.string().min(1).max(10_000), ...ruleOptions }),
])

/**
 * A validator for tables. `schema` contains rules for columns and rows, and `info` contains conditions on the table's
 * profile. Row validators are `expression` (JSONata) and `sql` (a predicate), which are true for valid rows; `code`,
 * the body of a JavaScript function with the parameters `row` and `index` that returns true, false or an error
 * description; and `host`, a function registered by the host. `all` and `any` combine validators.
 *
 * @public
 */
export type Validator =
  | { schema: z.input<typeof tableSchemaSchema> }
  | { info: z.input<typeof profileRuleSchema>[] }
  | ({ expression: string } & RuleOptions)
  | ({ sql: string } & RuleOptions)
  | ({ code: string } & RuleOptions)
  | ({ host: string } & RuleOptions)
  | { all: Validator[] }
  | { any: Validator[] }

/** Options of a rule. */
interface RuleOptions {
  /** The name of the rule in reports. Default: its expression, SQL predicate, code or host function. */
  name?: string | undefined
  /** The severity of a failure. Default: `error`. */
  severity?: z.infer<typeof ruleSeveritySchema> | undefined
}

const sourceSchema = z.string().min(1).max(100_000)

/** @internal */
export const validatorSchema: z.ZodType<Validator> = z.lazy(() =>
  z.union([
    z.strictObject({ schema: tableSchemaSchema }),
    z.strictObject({ info: z.array(profileRuleSchema).min(1) }),
    z.strictObject({ expression: sourceSchema, ...ruleOptions }),
    z.strictObject({ sql: sourceSchema, ...ruleOptions }),
    z.strictObject({ code: sourceSchema, ...ruleOptions }),
    z.strictObject({ host: sourceSchema, ...ruleOptions }),
    z.strictObject({ all: z.array(validatorSchema).min(1) }),
    z.strictObject({ any: z.array(validatorSchema).min(1) }),
  ]),
)
