import {
  jsonSchema,
  loadReportSchema,
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

/** Adds the schema package's own shapes to the API's description, as the JSON Schema that zod makes of them. */
export function registerDocuments(app: OpenAPIHono<AppEnvironment>): void {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(documents)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: addressOf, io: 'input', unrepresentable: 'any' })
  for (const [id, { $id: _id, $schema: _schema, ...schema }] of Object.entries(schemas)) {
    app.openAPIRegistry.registerComponent('schemas', id, schema as Record<string, unknown>)
  }
}
