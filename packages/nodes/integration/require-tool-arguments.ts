import { NodeError, type McpTool } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import { compileSchema } from './check-schema.ts'

/**
 * Throws if arguments do not match the schema of a tool. `McpTools` implementations call it before they send arguments.
 *
 * @throws {NodeError} `validation` with the problem `tool.arguments`.
 * @internal
 */
export function requireToolArguments({ name, parameters }: Pick<McpTool, 'name' | 'parameters'>, values: Json): void {
  const faults = findViolations(parameters, values)
  if (faults.length > 0) throw new NodeError('validation', error('tool.arguments', { tool: name, faults }))
}

function findViolations(parameters: { readonly [key: string]: Json }, values: Json): string[] {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return [JSON.stringify(values)]
  const check = compileSchema(JSON.stringify(parameters), 'tool')
  // The server checks the arguments too, so the call is made even if the tool's schema cannot be compiled here.
  return check.ok ? check.value(values) : []
}
