import { deepest, findForbidden } from './find-forbidden.ts'
import { issueWords } from '../wire/issue-words.ts'
import { workflowMigrations } from './migrations/index.ts'
import { parseJson } from '../wire/parse-json.ts'
import { error, type Problem } from '../wire/problem.ts'
import { readShape } from './shapes/read-shape.ts'
import { workflowFormatVersion, workflowSchema, type Workflow } from './workflow.ts'

export type ReadWorkflow = { workflow: Workflow; problems: Problem[] } | { workflow?: undefined; problems: Problem[] }

const expected = 'A workflow is JSON with "name", "nodes" and "edges", or "connections" or "steps" in their place.'

/**
 * Reads a workflow from JSON text or from parsed JSON: shapes of other systems (`shapes/`) and older ones of ours are
 * brought forward, then validated. Does nothing
 * else: reading is inert. What is wrong comes back as problems that name the place.
 */
export function readWorkflow(source: string | unknown): ReadWorkflow {
  let document = source
  if (typeof source === 'string') {
    const { json, problem } = parseJson(source)
    if (problem) {
      return { problems: [{ ...problem, code: 'workflow.not-json', hint: `Choose a workflow file. ${expected}` }] }
    }
    document = json
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    const found = document === null ? 'null' : Array.isArray(document) ? 'a list' : typeof document
    return fail('workflow.not-an-object', `A workflow is a JSON object, this is ${found}.`, expected)
  }
  // What a file says of its versions is no part of the document: `readExportedVersions` reads it.
  const { exported: _versions, ...rest } = document as Record<string, unknown>
  let current: Record<string, unknown> = rest
  const forbidden = findForbidden(current)
  if (forbidden && forbidden.length > deepest) {
    return fail('workflow.too-deep', `This workflow is nested deeper than ${deepest} levels.`, expected)
  }
  if (forbidden) {
    const message = `The name "${forbidden.at(-1)}" at ${forbidden.join('.')} is reserved and cannot be used.`
    return fail('workflow.reserved-name', message, 'Give it another name.')
  }
  const shape = readShape(current)
  if (shape?.problem) return { problems: [shape.problem] }
  if (shape) current = shape.document
  if (!('nodes' in current)) {
    const names = Object.keys(current)
      .slice(0, 8)
      .map((key) => `"${key}"`)
    return fail('workflow.unknown-shape', `No "nodes" found (has ${names.join(', ') || 'no properties'}).`, expected)
  }
  const version = current.version ?? 0
  if (typeof version !== 'number') {
    return fail('workflow.invalid', `version: expected a number, found ${JSON.stringify(version)}.`, expected)
  }
  if (version > workflowFormatVersion) {
    return fail(
      'workflow.newer-version',
      `This workflow has version ${JSON.stringify(version)}, this program reads up to ${workflowFormatVersion}.`,
      'Update the program, or export the workflow in an older version.',
    )
  }
  for (const migration of workflowMigrations) {
    if (migration.from >= version) current = migration.migrate(current)
  }
  const parsed = workflowSchema.safeParse(current)
  if (parsed.success) return { workflow: parsed.data, problems: [] }
  return {
    problems: parsed.error.issues.slice(0, 20).map((issue) => {
      const node = nodeAt(current, issue.path)
      const path = issue.path.map(String).join('.')
      return error('workflow.invalid', `${path || 'The workflow'}: ${issueWords(issue, current)}.`, {
        where: { ...(node ? { node } : {}), setting: path },
        hint: expected,
      })
    }),
  }
}

const fail = (code: string, message: string, hint: string): ReadWorkflow => ({
  problems: [error(code, message, { hint })],
})

function nodeAt(document: Record<string, unknown>, path: PropertyKey[]): string | undefined {
  if (path[0] !== 'nodes' || typeof path[1] !== 'number') return undefined
  const node = (document.nodes as { id?: unknown }[])[path[1]]
  return typeof node?.id === 'string' ? node.id : `number ${path[1] + 1}`
}
