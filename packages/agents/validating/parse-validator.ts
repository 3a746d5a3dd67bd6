import { error, type Problem } from '@aw-flow/schema'
import { hasErrors, validatorSchema, type Validator } from '@aw-flow/schema/internal'
import { parseTableSchema } from './parse-table-schema.ts'

const kinds = ['schema', 'info', 'expression', 'sql', 'code', 'host', 'all', 'any'] as const

/**
 * Parses a validator from JSON text or parsed JSON. The source may be a schema (native, JSON Schema or Frictionless),
 * or a validator that contains such schemas.
 *
 * @returns The validator with warnings about unsupported features, or errors.
 * @internal
 */
export function parseValidator(source: unknown): { validator?: Validator; problems: Problem[] } {
  let json = source
  if (typeof source === 'string') {
    try {
      json = JSON.parse(source)
    } catch {
      return parseAsSchema(source)
    }
  }
  if (!isObject(json) || !kinds.some((kind) => kind in json)) return parseAsSchema(json)
  const problems: Problem[] = []
  const parsed = validatorSchema.safeParse(parseSchemas(json, problems))
  if (hasErrors(problems)) return { problems }
  if (parsed.success) return { validator: parsed.data, problems }
  const [issue] = parsed.error.issues
  const kind = kinds.find((key) => key in json)
  const params = { kind: kind ?? '', issue: issue?.message ?? '' }
  return { problems: [...problems, error('validator.invalid', params, { where: { setting: 'schema' } })] }
}

function parseAsSchema(source: unknown): { validator?: Validator; problems: Problem[] } {
  const { schema, problems } = parseTableSchema(source)
  return schema ? { validator: { schema }, problems } : { problems }
}

/** Parses every schema in a validator. */
function parseSchemas(json: Record<string, unknown>, problems: Problem[]): Record<string, unknown> {
  if ('schema' in json) {
    const nestedResult = parseTableSchema(json['schema'])
    problems.push(...nestedResult.problems)
    return { ...json, schema: nestedResult.schema ?? json['schema'] }
  }
  for (const kind of ['all', 'any'])
    if (Array.isArray(json[kind]))
      return { ...json, [kind]: json[kind].map((part) => (isObject(part) ? parseSchemas(part, problems) : part)) }
  // As at the top level, an object without any of these keys is a plain schema.
  if (!kinds.some((kind) => kind in json)) return parseSchemas({ schema: json }, problems)
  return json
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
