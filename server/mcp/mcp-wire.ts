import { secretNamePattern } from '@aw-flow/engine'
import { z } from '@hono/zod-openapi'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { renderResponse } from '../wire/render-response.ts'
import type { McpCall } from './mcp-calls.ts'
import {
  compareTools,
  hashTools,
  mcpServerTypes,
  type McpServer,
  type McpServerDefinition,
  type McpTool,
} from './mcp-server.ts'
import { recordToWire } from '../wire/record-to-wire.ts'

/** Returns whether the text is an HTTP(S) URL without credentials. */
function isServerUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}

const emptyObjectSchema = z.strictObject({}).optional()

/** Request body for registering an MCP server. */
export const mcpServerBodySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(255),
    type: z.enum(mcpServerTypes).openapi({
      description:
        'http and sse: streamable HTTP. stdio: an MCP server that the administrator of this server has set up.',
    }),
    url: z
      .string()
      .max(2_000)
      .refine(isServerUrl, 'Use an HTTP(S) URL without a user name or password')
      .nullish()
      .openapi({ description: 'URL of the server, for http and sse.' }),
    command: z.string().min(1).max(200).nullish().openapi({
      description: 'Name of a stdio server that the administrator has set up. The name is never executed as a command.',
    }),
    secret: z.string().regex(secretNamePattern, 'Use the name of a secret').nullish().openapi({
      description: 'Name of the secret that is sent as a bearer token. It must be bound to the host of the server.',
    }),
    args: z
      .array(z.string())
      .max(0, 'Arguments of a process are set by the administrator in AW_MCP_SERVERS. Send an empty list')
      .optional()
      .openapi({ description: 'Must be empty: the administrator sets arguments.' }),
    env: emptyObjectSchema.openapi({ description: 'Must be empty: the administrator sets variables.' }),
    capabilities: emptyObjectSchema,
  })
  .refine(({ type, url, command }) => (type === 'stdio' ? command && !url : url && !command), {
    message: 'Send "url" for http and sse, or "command" for stdio',
    path: ['type'],
  })
  .openapi({ example: { name: 'Tickets', type: 'http', url: 'https://agents.example.com/mcp' } })

/** A server that can be registered: name, type and address, or the name of a process. */
export const mcpTemplateSchema = z
  .object({
    name: z.string(),
    type: z.enum(mcpServerTypes),
    url: z.string().optional(),
    command: z.string().optional(),
  })
  .openapi('McpTemplate', { example: { name: 'Tickets', type: 'http', url: 'https://agents.example.com/mcp' } })

export const toMcpDefinition = ({
  name,
  type,
  url,
  command,
  secret,
}: z.infer<typeof mcpServerBodySchema>): McpServerDefinition => ({
  name,
  type,
  url: url ?? null,
  command: command ?? null,
  secret: secret ?? null,
})

export const mcpServerSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.enum(mcpServerTypes),
    url: z.string().nullable(),
    command: z.string().nullable(),
    args: z.array(z.string()),
    env: z.record(z.string(), z.string()),
    secret: z.string().nullable(),
    capabilities: z.record(z.string(), z.unknown()),
    status: z.enum(['disconnected', 'connected', 'blocked', 'failed']).openapi({
      description: 'blocked: tools were added, changed or removed, or shadow other tools. Review and approve them.',
    }),
    problem: createNullableObjectSchema<Record<string, unknown>>(),
    tools: z.number().int().openapi({ description: 'Number of tools in the most recent list.' }),
    last_connected_at: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('McpServer')

export const mcpServerToWire = (server: McpServer): z.infer<typeof mcpServerSchema> =>
  recordToWire(mcpServerSchema, server, {
    args: [],
    env: {},
    problem: server.problem ? (renderResponse([server.problem]) as Record<string, unknown>[])[0]! : null,
    tools: server.tools.length,
  })

/** Fields of a tool as described by its server. */
const toolSchema = z.object({
  name: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  input_schema: z.unknown(),
  output_schema: z.unknown(),
  annotations: z.unknown(),
})

const toolToWire = (tool: McpTool) => recordToWire(toolSchema, tool, { input_schema: tool.inputSchema })

export const mcpToolsSchema = z
  .object({
    status: mcpServerSchema.shape.status,
    hash: z.string().openapi({ description: 'Hash of the tools. An approval must contain it.' }),
    items: z.array(
      z
        .object({
          ...toolSchema.shape,
          approved: toolSchema.nullable().openapi({
            description: 'The approved version of the tool if it has changed; otherwise null.',
          }),
          state: z.enum(['approved', 'new', 'changed', 'shadowing']).openapi({
            description: 'shadowing: another server has a tool with this name.',
          }),
        })
        .openapi('McpTool'),
    ),
    removed: z.array(z.string()).openapi({ description: 'Approved tools that the server does not list.' }),
  })
  .openapi('McpTools')

/** @param servers All MCP servers in the workspace. */
export function mcpToolsToWire(server: McpServer, servers: readonly McpServer[]): z.infer<typeof mcpToolsSchema> {
  const states = compareTools(server, servers)
  return {
    status: server.status,
    hash: hashTools(server.tools),
    items: server.tools.map((tool) => {
      const state = states.get(tool.name)!
      const approvedTool = state === 'changed' ? server.approvedTools.find(({ name }) => name === tool.name) : undefined
      return { ...toolToWire(tool), state, approved: approvedTool ? toolToWire(approvedTool) : null }
    }),
    removed: Object.keys(server.approved).filter((name) => !states.has(name)),
  }
}

const mcpCallSchema = z
  .object({
    id: z.string(),
    tool: z.string(),
    run_id: z.string().nullable().openapi({ description: 'null: an API request called the tool.' }),
    status: z.enum(['completed', 'error', 'failed']).openapi({
      description: 'error: the tool reported an error. failed: the tool could not be called.',
    }),
    duration_ms: z.number().int(),
    called_at: z.string(),
  })
  .openapi('McpCallRecord')
export const mcpCallsSchema = z.object({ items: z.array(mcpCallSchema) }).openapi('McpCallRecords')

export const mcpCallToWire = (call: McpCall): z.infer<typeof mcpCallSchema> =>
  recordToWire(mcpCallSchema, call, { run_id: call.run })
