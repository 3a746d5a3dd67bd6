import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { jsonBody } from '../http/json-body.ts'
import { declareResource } from '../resources/resource.ts'
import { mcpServerBodySchema, mcpServerSchema } from './mcp-wire.ts'

/** MCP servers, whose tools nodes and model agents call. */
export const mcpServerResource = declareResource({
  table: 'mcp_servers',
  noun: 'mcp_server',
  path: '/api/v1/mcp/servers',
  tags: ['mcp'],
  exampleId: '0d9a1c52-6f0e-4c8f-8a57-3e1f6b7c8d90',
  answer: mcpServerSchema,
  problems: { notFound: (id) => error('mcp.not-found', { id }) },
  texts: { one: 'The server.', notFound: 'MCP server not found.' },
  list: {
    permission: 'view',
    summary: 'List the MCP servers of the workspace',
    listDescription: 'Servers, sorted by name.',
    filter: z.object({}),
  },
  create: {
    permission: 'administer',
    summary: 'Register an MCP server without connecting to it',
    body: jsonBody('McpServerBody', mcpServerBodySchema),
    errors: { 409: 'The name is taken, or the workspace has too many servers.' },
  },
  read: { permission: 'view', summary: 'Get an MCP server with the problem from its last connection attempt' },
  change: {
    kind: 'type',
    permission: 'administer',
    summary: 'Change an MCP server. Changing its URL revokes the approval of its tools',
    body: jsonBody('McpServerBody', mcpServerBodySchema),
    errors: { 409: 'The name is taken.' },
  },
  remove: { permission: 'administer', summary: 'Delete an MCP server' },
})
