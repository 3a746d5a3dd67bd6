import { z } from '../wire/zod.ts'
import { operationSchema, type Operation } from './operations/operation.ts'
import { cosmoRolesSchema } from './preparation-plan.ts'

/** Operations that language models cannot propose, because they set single cells. */
const excludedOperations: ReadonlySet<Operation['op']> = new Set(['set-cells'])

const proposableOptions = operationSchema.options
  .filter(({ shape }) => !excludedOperations.has(shape.op.value))
  // A model returns its reasons as plain strings.
  .map((option) => option.extend({ reason: z.string() }))

/**
 * The response of a language model to a request for a preparation: operations in order, each with its reason, and for
 * cosmo-ready the roles of columns. It cannot set single cells.
 *
 * @internal
 */
export const preparationProposalSchema = z.strictObject({
  operations: z.array(z.discriminatedUnion('op', proposableOptions as [(typeof proposableOptions)[number]])).max(500),
  roles: cosmoRolesSchema.optional(),
  /** The considerations, in a few sentences for the reader of the plan. */
  remarks: z.string().max(4000).optional(),
})
/** @internal */
export type PreparationProposal = z.infer<typeof preparationProposalSchema>

/** Returns the JSON Schema, for services with structured output. @internal */
export const createPreparationProposalJsonSchema = (): Record<string, unknown> => {
  const { $schema: _, ...schema } = z.toJSONSchema(preparationProposalSchema, { io: 'input' })
  return schema
}
