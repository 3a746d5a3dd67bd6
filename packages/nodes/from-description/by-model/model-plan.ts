import { z } from 'zod'

const text = z.string()
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(maxItems).default([])

/** Maximum number of items per list in an answer. */
const maxItems = 200

/**
 * Schema of a language model's answer: the complete change as one flat object. Nested values are encoded as JSON
 * strings, because services with strict schemas do not accept arbitrary objects. A `ref` is either the ID of an
 * existing node or a name for a new one.
 */
export const modelPlanSchema = z.object({
  needs: list(text),
  nodes: list(z.object({ ref: text, type: text, label: text.default(''), configJson: text.default('{}') })),
  edges: list(z.object({ from: text, fromPort: text.default(''), to: text, toPort: text.default('') })),
  settings: list(z.object({ ref: text, pathJson: text, valueJson: text })),
  remove: list(text),
  questions: list(text),
  remarks: text.default(''),
})

export type ModelPlan = z.infer<typeof modelPlanSchema>

const strictObject = (properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})
const jsonText = { type: 'string' }
const jsonList = (items: unknown) => ({ type: 'array', items })

/** JSON Schema of the answer. All fields are required, as services with strict schemas expect. */
export const modelPlanJsonSchema = strictObject({
  needs: jsonList(jsonText),
  nodes: jsonList(strictObject({ ref: jsonText, type: jsonText, label: jsonText, configJson: jsonText })),
  edges: jsonList(strictObject({ from: jsonText, fromPort: jsonText, to: jsonText, toPort: jsonText })),
  settings: jsonList(strictObject({ ref: jsonText, pathJson: jsonText, valueJson: jsonText })),
  remove: jsonList(jsonText),
  questions: jsonList(jsonText),
  remarks: jsonText,
})
