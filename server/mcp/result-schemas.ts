import { compileSchema } from '@aw-flow/nodes'
import type { Json } from '@aw-flow/schema'
import type { jsonSchemaValidator, JsonSchemaValidatorResult } from '@modelcontextprotocol/client'

/** Maximum number of violations in an error. */
const maxViolations = 3

/**
 * Checks results against the schemas of tools within the limits of `compileSchema`. The client's own check has no limits,
 * and a server defines both the schema and the result. Results are not checked against schemas that cannot be compiled.
 */
export const resultSchemas: jsonSchemaValidator = {
  getValidator<T>(schema: object) {
    const check = compileSchema(JSON.stringify(schema), 'tool')
    return (result: unknown): JsonSchemaValidatorResult<T> => {
      const violations = check.ok ? check.value(result as Json) : []
      return violations.length === 0
        ? { valid: true, data: result as T, errorMessage: undefined }
        : { valid: false, data: undefined, errorMessage: violations.slice(0, maxViolations).join(' ') }
    }
  },
}
