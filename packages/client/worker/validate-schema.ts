import { createCosmoReadySchema, findRolesByName, parseValidator, runValidator } from '@aw-flow/agents'
import { NodeError, type Sandbox, type Tables } from '@aw-flow/engine'
import type { TableRef, ValidationReport } from '@aw-flow/schema'
import { hasErrors } from '@aw-flow/schema/internal'

/**
 * Validates a table against a schema. `source` is the schema as JSON, or the name of the built-in schema `cosmo-ready`.
 *
 * @throws NodeError `permanent` if the schema is not valid.
 */
export async function validateTable(
  options: { tables: Tables; sandbox: Sandbox; signal: AbortSignal; table: TableRef },
  source: string,
): Promise<ValidationReport> {
  const { table } = options
  const { columns } = table
  if (source === 'cosmo-ready') {
    const schema = createCosmoReadySchema(findRolesByName(columns), columns)
    return runValidator({ ...options, validator: { schema } })
  }
  const { validator, problems } = parseValidator(source)
  if (!validator || hasErrors(problems)) throw new NodeError('permanent', problems[0]!)
  return runValidator({ ...options, validator, namedTables: { this: table } })
}
