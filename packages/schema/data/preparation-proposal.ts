import { z } from '../wire/zod.ts'
import { operationSchema, type Operation } from './operations/operation.ts'
import { cosmoRolesSchema } from './preparation-plan.ts'

/** Operations that only a person or a check of the data may propose: they write single values of nobody's. */
const notProposed: ReadonlySet<Operation['op']> = new Set(['set-cells'])

const proposed = operationSchema.options
  .filter(({ shape }) => !notProposed.has(shape.op.value))
  // A model writes its reasons as text.
  .map((option) => option.extend({ reason: z.string() }))

/**
 * What a language model answers when it is asked for a preparation: operations in their order, each with its reason,
 * and for cosmo-ready what each column is for. Values cannot be written cell by cell.
 */
export const preparationProposalSchema = z.strictObject({
  operations: z.array(z.discriminatedUnion('op', proposed as [(typeof proposed)[number]])).max(500),
  roles: cosmoRolesSchema.optional(),
  /** What was weighed, in a few sentences, for the person who reads the plan. */
  remarks: z.string().max(4000).optional(),
})
export type PreparationProposal = z.infer<typeof preparationProposalSchema>

/** The same as JSON Schema, for services that hold an answer to a schema. */
export const preparationProposalJsonSchema = (): Record<string, unknown> => {
  const { $schema: _, ...schema } = z.toJSONSchema(preparationProposalSchema, { io: 'input' })
  return schema
}
