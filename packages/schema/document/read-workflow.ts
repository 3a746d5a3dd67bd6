import { message } from '@aw-flow/messages'
import { findOverlongList, maxDocumentCharacters } from './document-limits.ts'
import { findForbiddenPath, maxDepth } from './find-forbidden-path.ts'
import { describeValue, toIssueMessage } from '../wire/issue-message.ts'
import { workflowMigrations } from './migrations/index.ts'
import { parseJson } from '../wire/parse-json.ts'
import { error, warning, type Problem } from '../wire/problem.ts'
import { readGeneratorNodes } from './shapes/generator-nodes.ts'
import { readReactFlow, viewFields } from './shapes/react-flow.ts'
import { readShape } from './shapes/read-shape.ts'
import { isRecord } from './shapes/source.ts'
import { readValidationConfig } from './shapes/validation-config.ts'
import { freezeInDevelopment } from './freeze-in-development.ts'
import { workflowFormatVersion, workflowSchema, type Workflow } from './workflow.ts'

/** @internal */
export type ReadWorkflowResult =
  | {
      workflow: Workflow
      problems: Problem[]
      /**
       * Fields of a document from another system that the workflow does not contain, such as `steps[].owner`. Absent if
       * it contains all of them.
       */
      ignoredFields?: readonly string[]
    }
  | { workflow?: undefined; problems: Problem[]; ignoredFields?: undefined }

/**
 * Reads a workflow from JSON text or parsed JSON. Converts documents from other systems (`shapes/`), migrates older
 * format versions, and validates the result. Has no side effects. In development, the workflow is deeply frozen.
 *
 * @param source JSON text, or the parsed document.
 * @returns The workflow, or problems that state the location of each error.
 * @internal
 */
export function readWorkflow(source: string | unknown): ReadWorkflowResult {
  let document = source
  if (typeof source === 'string') {
    const textSize = { what: 'characters', count: source.length, max: maxDocumentCharacters }
    if (textSize.count > textSize.max) return createFailure(error('workflow.too-large', textSize))
    const parsedJson = parseJson(source)
    if (!parsedJson.ok) return createFailure({ ...parsedJson.problem, code: 'workflow.not-json' })
    document = parsedJson.value
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return createFailure(error('workflow.not-an-object', { found: describeValue(document) }))
  }
  // Exported versions are not part of the document. They are read by `readExportedVersions`. A server counts the saved
  // versions of a workflow as `version`, and then states the version of the format as `format_version`.
  const { exported: _versions, format_version: formatVersion, ...rest } = document as Record<string, unknown>
  let current: Record<string, unknown> = formatVersion === undefined ? rest : { ...rest, version: formatVersion }
  const forbiddenPath = findForbiddenPath(current)
  if (forbiddenPath && forbiddenPath.length > maxDepth)
    return createFailure(error('workflow.too-deep', { max: maxDepth }))
  if (forbiddenPath) {
    return createFailure(
      error('workflow.reserved-name', { name: forbiddenPath.at(-1)!, path: forbiddenPath.join('.') }),
    )
  }
  const overlongSourceList = findOverlongList(current)
  if (overlongSourceList) return createFailure(error('workflow.too-large', { ...overlongSourceList }))
  const ignored = new Set<string>()
  const shape = readShape(current, ignored)
  if (shape?.ok === false) return createFailure(shape.problem)
  current = readValidationNodes(readGeneratorNodes(readReactFlow(shape?.value.document ?? current, ignored), ignored))
  if (!('nodes' in current)) {
    const names = Object.keys(current).map(
      (key) => `"${key.length > maxNameLength ? `${key.slice(0, maxNameLength)}…` : key}"`,
    )
    return createFailure(error('workflow.unknown-shape', { names, count: names.length }))
  }
  const overlongList = findOverlongList(current)
  if (overlongList) return createFailure(error('workflow.too-large', { ...overlongList }))
  const version = current.version ?? 0
  if (typeof version !== 'number') {
    const expected = message('value.number', {})
    const reason = message('value.expected', { expected, found: describeValue(version) })
    return createFailure(error('workflow.invalid', { path: 'version', reason }))
  }
  if (version > workflowFormatVersion) {
    return createFailure(error('workflow.newer-version', { version, supported: workflowFormatVersion }))
  }
  for (const migration of workflowMigrations) {
    if (migration.from >= version) current = migration.migrate(current, ignored)
  }
  const parsed = workflowSchema.safeParse(current)
  if (parsed.success) {
    const workflow = freezeInDevelopment(parsed.data)
    if (ignored.size === 0) return { workflow, problems: [] }
    const ignoredFields = [...ignored]
    const unimportantFields = [...viewFields, ...(shape?.value.derivedFields ?? [])]
    const fields = ignoredFields.filter((field) => !unimportantFields.includes(field))
    const problems = fields.length > 0 ? [warning('workflow.ignored-fields', { name: workflow.name, fields })] : []
    return { workflow, problems, ignoredFields }
  }
  return {
    problems: parsed.error.issues.slice(0, 20).map((issue) => {
      const node = findNodeName(current, issue.path)
      const path = issue.path.map(String).join('.')
      const unknownNames = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
      const setting = [path, ...unknownNames].filter(Boolean).join('.')
      const where = { ...(node ? { node } : {}), ...(setting ? { setting } : {}) }
      return error('workflow.invalid', { path, reason: toIssueMessage(issue, current) }, { where })
    }),
  }
}

/** Converts the settings of Validate nodes, which clients also send in other forms. */
function readValidationNodes(document: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(document.nodes)) return document
  const nodes = document.nodes.map((node: unknown) => {
    const { type, data } = (node ?? {}) as { type?: unknown; data?: { config?: unknown } | null }
    if (type !== 'validation' || !isRecord(data?.config)) return node
    return { ...(node as object), data: { ...data, config: readValidationConfig(data.config) } }
  })
  return { ...document, nodes }
}

/** Maximum length of a property name quoted in a problem, in characters. */
const maxNameLength = 60

const createFailure = (problem: Problem): ReadWorkflowResult => ({ problems: [problem] })

function findNodeName(document: Record<string, unknown>, path: PropertyKey[]): string | undefined {
  if (path[0] !== 'nodes' || typeof path[1] !== 'number') return undefined
  const node = (document.nodes as { id?: unknown }[])[path[1]]
  return typeof node?.id === 'string' ? node.id : `number ${path[1] + 1}`
}
