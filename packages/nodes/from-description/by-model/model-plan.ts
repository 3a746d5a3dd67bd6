import { z } from 'zod'

const text = z.string()
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(maxItems).default([])

/** Maximum number of items in each list of an answer. */
const maxItems = 200

/**
 * The answer of a language model: the whole change as one flat object. Nested values are JSON strings, so that services
 * with strict schemas accept it. `ref` is the id of an existing node or a new name.
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

const strict = (properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})
const jsonText = { type: 'string' }
const jsonList = (items: unknown) => ({ type: 'array', items })

/** The JSON Schema of the answer: all fields are required, as services with strict schemas expect. */
export const modelPlanJsonSchema = strict({
  needs: jsonList(jsonText),
  nodes: jsonList(strict({ ref: jsonText, type: jsonText, label: jsonText, configJson: jsonText })),
  edges: jsonList(strict({ from: jsonText, fromPort: jsonText, to: jsonText, toPort: jsonText })),
  settings: jsonList(strict({ ref: jsonText, pathJson: jsonText, valueJson: jsonText })),
  remove: jsonList(jsonText),
  questions: jsonList(jsonText),
  remarks: jsonText,
})
