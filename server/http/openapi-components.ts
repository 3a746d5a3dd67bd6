import { jsonSchema, nodeTypeSchema, problemSchema, workflowSchema } from '@aw-flow/schema'
import {
  loadReportSchema,
  messageParamsSchema,
  messageSchema,
  runErrorSchema,
  runEventBodySchema,
  tableRefSchema,
  valueSchema,
  workflowDescriptionSchema,
} from '@aw-flow/schema/internal'
import { importReportSchema } from '@aw-flow/schema/foreign'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnvironment } from '../app-environment.ts'

const documentSchemas = {
  ImportReport: importReportSchema,
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

const toComponentUri = (id: string): string => `#/components/schemas/${id}`

/**
 * Creates a schema that refers to one of the schema package's document schemas: a TypeScript type in code, a component
 * reference in the API description. The schema does not validate values; the routes do.
 */
export const createDocumentSchema = <T>(id: keyof typeof documentSchemas) =>
  z.custom<T>().openapi({ type: 'object', allOf: [{ $ref: toComponentUri(id) }] })

/**
 * Creates a schema like `createDocumentSchema` that also accepts `null`. The description states the types of both
 * alternatives only, because viewers such as Redoc combine each of them with a type beside them.
 */
export const createNullableDocumentSchema = <T>(id: keyof typeof documentSchemas) =>
  z.union([createDocumentSchema<T>(id), z.null()])

/** Creates a schema for a nullable object that is not a component. */
export const createNullableObjectSchema = <T>() => z.custom<T | null>().openapi({ type: ['object', 'null'] })

interface EventSchema {
  properties?: Record<string, unknown>
  required?: string[]
}

/** Converts the schema of event bodies to the schema of recorded events by adding a sequence number and a time. */
function addEventFields(schema: Record<string, unknown>): Record<string, unknown> {
  const eventFields = { seq: { type: 'integer' }, time: { type: 'number' } }
  const bodies = (schema.oneOf ?? schema.anyOf) as EventSchema[]
  const events = bodies.map((body) => ({
    ...body,
    properties: { ...eventFields, ...body.properties },
    required: ['seq', 'time', ...(body.required ?? [])],
  }))
  return { ...schema, [schema.oneOf ? 'oneOf' : 'anyOf']: events }
}

/** Registers the schema package's schemas in the API description, converted to JSON Schema by zod. */
export function registerDocumentSchemas(app: OpenAPIHono<AppEnvironment>): void {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(documentSchemas)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: toComponentUri, io: 'input', unrepresentable: 'any' })
  for (const [id, { $id: _id, $schema: _schema, ...schema }] of Object.entries(schemas)) {
    const component = (id === 'RunEvent' ? addEventFields(schema) : schema) as Record<string, unknown>
    app.openAPIRegistry.registerComponent('schemas', id, component)
  }
}
