import { z } from 'zod'

const textSchema = z.string()
const createListSchema = <Item extends z.ZodType>(item: Item) => z.array(item).max(maxItems).default([])

/** Maximum number of items per list in an answer. */
const maxItems = 200

/**
 * Schema of a language model's answer: the complete change as one flat object. Nested values are encoded as JSON
 * strings, because services with strict schemas do not accept arbitrary objects. A `ref` is either the ID of an
 * existing node or a name for a new one.
 */
export const modelPlanSchema = z.object({
  needs: createListSchema(textSchema),
  nodes: createListSchema(
    z.object({
      ref: textSchema,
      type: textSchema,
      label: textSchema.default(''),
      configJson: textSchema.default('{}'),
    }),
  ),
  edges: createListSchema(
    z.object({ from: textSchema, fromPort: textSchema.default(''), to: textSchema, toPort: textSchema.default('') }),
  ),
  settings: createListSchema(z.object({ ref: textSchema, pathJson: textSchema, valueJson: textSchema })),
  remove: createListSchema(textSchema),
  questions: createListSchema(textSchema),
  remarks: textSchema.default(''),
})

export type ModelPlan = z.infer<typeof modelPlanSchema>

const createObjectJsonSchema = (properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})
const stringJsonSchema = { type: 'string' }
const createArrayJsonSchema = (items: unknown) => ({ type: 'array', items })

/** JSON Schema of the answer. All fields are required, as services with strict schemas expect. */
export const modelPlanJsonSchema = createObjectJsonSchema({
  needs: createArrayJsonSchema(stringJsonSchema),
  nodes: createArrayJsonSchema(
    createObjectJsonSchema({
      ref: stringJsonSchema,
      type: stringJsonSchema,
      label: stringJsonSchema,
      configJson: stringJsonSchema,
    }),
  ),
  edges: createArrayJsonSchema(
    createObjectJsonSchema({
      from: stringJsonSchema,
      fromPort: stringJsonSchema,
      to: stringJsonSchema,
      toPort: stringJsonSchema,
    }),
  ),
  settings: createArrayJsonSchema(
    createObjectJsonSchema({ ref: stringJsonSchema, pathJson: stringJsonSchema, valueJson: stringJsonSchema }),
  ),
  remove: createArrayJsonSchema(stringJsonSchema),
  questions: createArrayJsonSchema(stringJsonSchema),
  remarks: stringJsonSchema,
})
