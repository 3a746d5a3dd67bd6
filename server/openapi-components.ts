import {
  jsonSchema,
  loadReportSchema,
  messageParamsSchema,
  messageSchema,
  nodeTypeSchema,
  problemSchema,
  runErrorSchema,
  runEventBodySchema,
  tableRefSchema,
  valueSchema,
  workflowDescriptionSchema,
  workflowSchema,
} from '@aw-flow/schema'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnvironment } from './app-environment.ts'

const documents = {
  Json: jsonSchema,
  LoadReport: loadReportSchema,
  Message: messageSchema,
  MessageParams: messageParamsSchema,
  NodeType: nodeTypeSchema,
  Problem: problemSchema,
  RunError: runErrorSchema,
  RunEvent: runEventBodySchema,
  TableRef: tableRefSchema,
  Value: valueSchema,
  Workflow: workflowSchema,
  WorkflowDescription: workflowDescriptionSchema,
} as const

const addressOf = (id: string): string => `#/components/schemas/${id}`

/**
 * A document of the schema package inside a wire shape: the type for us, a reference to its component for the
 * description. It is parsed where it arrives, not here.
 */
export const documentSchema = <T>(id: keyof typeof documents) =>
  z.custom<T>().openapi({ type: 'object', allOf: [{ $ref: addressOf(id) }] })

/** The same, where there may be none. */
export const nullableDocumentSchema = <T>(id: keyof typeof documents) =>
  z.custom<T | null>().openapi({ type: ['object', 'null'], anyOf: [{ $ref: addressOf(id) }, { type: 'null' }] })

/** An object of the schema package's that has no component of its own, where there may be none. */
export const nullableObjectSchema = <T>() => z.custom<T | null>().openapi({ type: ['object', 'null'] })

interface EventSchema {
  properties?: Record<string, unknown>
  required?: string[]
}

/** Events as they are recorded: each body with its number and time, which every one has. */
function stamped(schema: Record<string, unknown>): Record<string, unknown> {
  const stamp = { seq: { type: 'integer' }, time: { type: 'number' } }
  const bodies = (schema.oneOf ?? schema.anyOf) as EventSchema[]
  const events = bodies.map((body) => ({
    ...body,
    properties: { ...stamp, ...body.properties },
    required: ['seq', 'time', ...(body.required ?? [])],
  }))
  return { ...schema, [schema.oneOf ? 'oneOf' : 'anyOf']: events }
}

/** Adds the schema package's own shapes to the API's description, as the JSON Schema that zod makes of them. */
export function registerDocuments(app: OpenAPIHono<AppEnvironment>): void {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(documents)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: addressOf, io: 'input', unrepresentable: 'any' })
  for (const [id, { $id: _id, $schema: _schema, ...schema }] of Object.entries(schemas)) {
    const component = (id === 'RunEvent' ? stamped(schema) : schema) as Record<string, unknown>
    app.openAPIRegistry.registerComponent('schemas', id, component)
  }
}
