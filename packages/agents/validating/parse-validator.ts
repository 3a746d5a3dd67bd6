import { error, hasErrors, validatorSchema, type Problem, type Validator } from '@aw-flow/schema'
import { parseTableSchema } from './parse-table-schema.ts'

const kinds = ['schema', 'info', 'expression', 'sql', 'code', 'host', 'all', 'any'] as const

/**
 * Reads what a table is judged by, from JSON text or parsed JSON: a schema alone (ours, JSON Schema, Frictionless), or a
 * validator. Schemas inside validators may be of any of these, too. What is wrong, and what was not read, is told.
 */
export function parseValidator(source: unknown): { validator?: Validator; problems: Problem[] } {
  let json = source
  if (typeof source === 'string') {
    try {
      json = JSON.parse(source)
    } catch {
      return asSchema(source)
    }
  }
  if (!isObject(json) || !kinds.some((kind) => kind in json)) return asSchema(json)
  const problems: Problem[] = []
  const parsed = validatorSchema.safeParse(withSchemas(json, problems))
  if (hasErrors(problems)) return { problems }
  if (parsed.success) return { validator: parsed.data, problems }
  const [issue] = parsed.error.issues
  const kind = kinds.find((one) => one in json)
  const params = { kind: kind ?? '', issue: issue?.message ?? '' }
  return { problems: [...problems, error('validator.invalid', params, { where: { setting: 'schema' } })] }
}

function asSchema(source: unknown): { validator?: Validator; problems: Problem[] } {
  const { schema, problems } = parseTableSchema(source)
  return schema ? { validator: { schema }, problems } : { problems }
}

/** The same with every schema in it read. */
function withSchemas(json: Record<string, unknown>, problems: Problem[]): Record<string, unknown> {
  if ('schema' in json) {
    const read = parseTableSchema(json['schema'])
    problems.push(...read.problems)
    return { ...json, schema: read.schema ?? json['schema'] }
  }
  for (const kind of ['all', 'any'])
    if (Array.isArray(json[kind]))
      return { ...json, [kind]: json[kind].map((one) => (isObject(one) ? withSchemas(one, problems) : one)) }
  // A schema alone, as it may stand alone outside.
  if (!kinds.some((kind) => kind in json)) return withSchemas({ schema: json }, problems)
  return json
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
