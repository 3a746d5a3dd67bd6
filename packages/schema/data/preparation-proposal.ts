import { z } from '../wire/zod.ts'
import { operationSchema, type Operation } from './operations/operation.ts'
import { cosmoRolesSchema } from './preparation-plan.ts'

/** Operations that language models cannot propose, because they set individual cells. */
const excludedOperations: ReadonlySet<Operation['op']> = new Set(['set-cells'])

const proposableOptions = operationSchema.options
  .filter(({ shape }) => !excludedOperations.has(shape.op.value))
  // Models return reasons as plain strings.
  .map((option) => option.extend({ reason: z.string() }))

/**
 * A language model's response to a request for a preparation: operations in order, each with its reason, and column
 * roles for the target `cosmo-ready`. A response cannot set individual cells.
 *
 * @internal
 */
export const preparationProposalSchema = z.strictObject({
  operations: z.array(z.discriminatedUnion('op', proposableOptions as [(typeof proposableOptions)[number]])).max(500),
  roles: cosmoRolesSchema.optional(),
  /** The model's considerations, in a few sentences for the person who reviews the plan. */
  remarks: z.string().max(4000).optional(),
})
/** @internal */
export type PreparationProposal = z.infer<typeof preparationProposalSchema>

/** Creates the JSON Schema for services with structured output. @internal */
export const createPreparationProposalJsonSchema = (): Record<string, unknown> => {
  const { $schema: _, ...schema } = z.toJSONSchema(preparationProposalSchema, { io: 'input' })
  return schema
}
