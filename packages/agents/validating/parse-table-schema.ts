import { englishFormatter } from '@aw-flow/messages/catalogs'
import { error, hasErrors, parseJson, tableSchemaSchema, type Problem, type TableSchema } from '@aw-flow/schema'
import { checkSchemaValues } from './check-schema-values.ts'
import { isFrictionless, readFrictionless } from './read-frictionless.ts'
import { isJsonSchema, readJsonSchema } from './read-json-schema.ts'

export type ParsedTableSchema =
  | { schema: TableSchema; problems: Problem[] }
  | { schema?: undefined; problems: Problem[] }

const expected = 'A schema is JSON such as {"columns": ["id", {"name": "price", "type": "number", "min": 0}]}.'

/**
 * Reads a table's schema from JSON text or parsed JSON: our own, JSON Schema, or a Frictionless Table Schema. What is wrong comes back
 * as problems that name the place; what another kind says that has no like here is told as a warning.
 */
export function parseTableSchema(source: unknown): ParsedTableSchema {
  let json = source
  if (typeof source === 'string') {
    if (source.trim() === '') return fail('schema.empty', 'The schema is empty.')
    const { json: read, problem } = parseJson(source)
    if (problem) return fail('schema.not-json', englishFormatter.problem(problem).message)
    json = read
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return fail('schema.not-an-object', `A schema is a JSON object, this is ${JSON.stringify(json)?.slice(0, 60)}.`)
  const object = json as Readonly<Record<string, unknown>>
  if (!('columns' in object)) {
    if (isFrictionless(object)) {
      const { schema, problems } = readFrictionless(object)
      return schema ? checked(schema, problems) : { problems }
    }
    if (isJsonSchema(object)) {
      const { schema, problems } = readJsonSchema(object)
      return checked(schema, problems)
    }
  }
  const parsed = tableSchemaSchema.safeParse(json)
  if (parsed.success) return checked(parsed.data, [])
  return {
    problems: parsed.error.issues
      .flatMap(innermost)
      .slice(0, 10)
      .map((issue) => {
        const path = issue.path.map(String).join('.')
        return error(
          'schema.invalid',
          `${path === '' ? 'The schema' : `\`${path}\``}: ${issue.message}.`.replace('..', '.'),
          {
            where: { setting: 'schema' },
            hint: expected,
          },
        )
      }),
  }
}

function checked(schema: TableSchema, told: readonly Problem[]): ParsedTableSchema {
  const problems = [...told, ...checkSchemaValues(schema)]
  return hasErrors(problems) ? { problems } : { schema, problems }
}

type Issue = NonNullable<ReturnType<typeof tableSchemaSchema.safeParse>['error']>['issues'][number]

/** A column is a name or a rule; of a faulty rule the fault inside it is told, not that it is neither. */
function innermost(issue: Issue): { path: PropertyKey[]; message: string }[] {
  if (issue.code !== 'invalid_union') return [issue]
  const inside = issue.errors.flat().filter((one) => one.path.length > 0 || one.code === 'unrecognized_keys')
  if (inside.length === 0) return [{ path: issue.path, message: 'Give a name, or an object with a name and rules' }]
  return inside.map((one) => ({ path: [...issue.path, ...one.path], message: one.message }))
}

const fail = (code: string, message: string): ParsedTableSchema => ({
  problems: [error(code, message, { where: { setting: 'schema' }, hint: expected })],
})
