import { message } from '@aw-flow/messages'
import { error, parseJson, getProblemText, type Problem, type TableSchema } from '@aw-flow/schema'
import { hasErrors, tableSchemaSchema, toIssueMessage } from '@aw-flow/schema/internal'
import { checkSchemaValues } from './check-schema-values.ts'
import { isFrictionless, readFrictionless } from './read-frictionless.ts'
import { isJsonSchema, readJsonSchema } from './read-json-schema.ts'

/** The parsed schema with warnings, or the errors that prevented parsing. @internal */
export type ParsedTableSchema =
  | { schema: TableSchema; problems: Problem[] }
  | { schema?: undefined; problems: Problem[] }

/**
 * Parses a table schema from JSON text or parsed JSON. Supported formats are the native format, JSON Schema, and
 * Frictionless Table Schema.
 *
 * @returns The schema with warnings about unsupported features, or errors with their locations.
 * @internal
 */
export function parseTableSchema(source: unknown): ParsedTableSchema {
  let json = source
  if (typeof source === 'string') {
    if (source.trim() === '') return toFailure(error('schema.empty', {}, { where: schemaLocation }))
    const parsedJson = parseJson(source)
    if (!parsedJson.ok) {
      const reason = getProblemText(parsedJson.problem)
      return toFailure(error('schema.not-json', { reason }, { where: schemaLocation }))
    }
    json = parsedJson.value
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return toFailure(
      error(
        'schema.not-an-object',
        { found: (JSON.stringify(json) ?? 'undefined').slice(0, 60) },
        { where: schemaLocation },
      ),
    )
  const object = json as Readonly<Record<string, unknown>>
  if (!('columns' in object)) {
    if (isFrictionless(object)) {
      const { schema, problems } = readFrictionless(object)
      return schema ? checkParsedSchema(schema, problems) : { problems }
    }
    if (isJsonSchema(object)) {
      const { schema, problems } = readJsonSchema(object)
      return checkParsedSchema(schema, problems)
    }
  }
  const parsed = tableSchemaSchema.safeParse(json)
  if (parsed.success) return checkParsedSchema(parsed.data, [])
  return {
    problems: parsed.error.issues
      .flatMap(findInnermostIssues)
      .slice(0, 10)
      .map((issue) => {
        const path = issue.path.map(String).join('.')
        const reason =
          issue.code === 'invalid_union' ? message('schema.invalid-column', {}) : toIssueMessage(issue, json)
        return error('schema.invalid', { path, issue: reason }, { where: schemaLocation })
      }),
  }
}

function checkParsedSchema(schema: TableSchema, parseProblems: readonly Problem[]): ParsedTableSchema {
  const problems = [...parseProblems, ...checkSchemaValues(schema)]
  return hasErrors(problems) ? { problems } : { schema, problems }
}

type Issue = NonNullable<ReturnType<typeof tableSchemaSchema.safeParse>['error']>['issues'][number]

/**
 * Returns the innermost issues with their full paths. A column can be a name or a rule, so an issue with a column
 * contains the issues of both alternatives. Only those of the rule are useful. If a column is neither, its issue is
 * returned unchanged.
 */
function findInnermostIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const innerIssues = issue.errors.flat().filter((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys')
  if (innerIssues.length === 0) return [issue]
  return innerIssues.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
}

const schemaLocation = { setting: 'schema' }

const toFailure = (problem: Problem): ParsedTableSchema => ({ problems: [problem] })
