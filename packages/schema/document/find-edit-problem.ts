import { message, type Text } from '@aw-flow/messages'
import { editSchema, nodeOptionsSchema, workflowDetailsSchema, type Edit } from './edit.ts'
import { findForbiddenPath, maxDepth } from './find-forbidden-path.ts'
import { toIssueMessage } from '../wire/issue-message.ts'
import { error, type Place, type Problem } from '../wire/problem.ts'
import {
  configSchema,
  edgeSchema,
  groupSchema,
  jsonSchema,
  nameSchema,
  nodeAppearanceSchema,
  nodeSchema,
  noteSchema,
  positionSchema,
  workflowPortsSchema,
} from './workflow.ts'
import { z } from '../wire/zod.ts'

/**
 * Checks whether an edit would result in a document that `readWorkflow` rejects. Only the values in the edit are
 * checked, so the cost does not depend on the document. Callers check the edits in a batch one by one.
 *
 * @returns The problem, or `undefined` if the edit is valid.
 */
export function findEditProblem(edit: Exclude<Edit, { type: 'batch' }>): Problem | undefined {
  switch (edit.type) {
    case 'add-node':
    case 'replace-node':
      return (
        findForbiddenPathProblem(edit.node.data?.config, { node: String(edit.node.id) }) ??
        findSchemaProblem('node', nodeSchema, edit.node, { node: String(edit.node.id) })
      )
    case 'move-nodes': {
      for (const [node, position] of Object.entries(edit.positions)) {
        const problem = findSchemaProblem('position', positionSchema, position, { node })
        if (problem) return problem
      }
      return undefined
    }
    case 'set-label':
      return findSchemaProblem('label', z.string(), edit.label, { node: edit.id })
    case 'set-config': {
      const where = { node: edit.id, setting: edit.path.join('.') }
      if (edit.path.length === 0)
        return createInvalidEditProblem(message('edit.setting-unnamed', {}), { node: edit.id })
      const branch = edit.path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), edit.value)
      return (
        findForbiddenPathProblem(branch, where) ??
        findSchemaProblem('setting', jsonSchema.optional(), edit.value, where)
      )
    }
    case 'replace-config': {
      const where = { node: edit.id }
      return (
        findForbiddenPathProblem(edit.config, where) ?? findSchemaProblem('settings', configSchema, edit.config, where)
      )
    }
    case 'add-edge':
      return findSchemaProblem('edge', edgeSchema, edit.edge, { edge: String(edit.edge.id) })
    case 'set-name':
      return findSchemaProblem('name', nameSchema, edit.name, {})
    case 'set-detail':
      return findSchemaProblem('detail', workflowDetailsSchema, edit.details, {})
    case 'set-option':
      return findSchemaProblem('option', nodeOptionsSchema, edit.options, { node: edit.id })
    case 'add-group':
    case 'replace-group':
      return findSchemaProblem('group', groupSchema, edit.group, {})
    case 'set-variable': {
      const variables = { [edit.name]: edit.value ?? null }
      return (
        findForbiddenPathProblem(variables, { setting: edit.name }) ??
        findSchemaProblem('variable', configSchema, variables, {})
      )
    }
    case 'replace-variables':
      return (
        findForbiddenPathProblem(edit.variables, {}) ??
        findSchemaProblem('variables', configSchema.optional(), edit.variables, {})
      )
    case 'set-ports':
      return findSchemaProblem('ports', workflowPortsSchema.optional(), edit.ports, {})
    case 'set-look':
      return findSchemaProblem('appearance', nodeAppearanceSchema.optional(), edit.look, { node: edit.id })
    case 'set-points':
      return findSchemaProblem('waypoints', edgeSchema.shape.points, edit.points, { edge: edit.id })
    case 'add-note':
    case 'replace-note':
      return findSchemaProblem('note', noteSchema, edit.note, {})
    case 'remove-group':
    case 'remove-note':
    case 'remove-node':
    case 'remove-edge':
    case 'place-item':
    case 'edit-inside':
      return undefined
  }
}

/** Checks whether a value has the shape of an edit. Returns the problem, such as a missing `path`, or `undefined`. */
export const findShapeProblem = (edit: unknown): Problem | undefined => findSchemaProblem('edit', editSchema, edit, {})

const configPath = ['nodes', '0', 'data', 'config']

/** Finds a reserved name in settings, or a value that is nested too deeply. */
export function findForbiddenPathProblem(config: unknown, where: Place): Problem | undefined {
  const forbiddenPath = findForbiddenPath(config, configPath)
  if (!forbiddenPath) return undefined
  if (forbiddenPath.length > maxDepth)
    return createInvalidEditProblem(message('edit.too-deep', { max: maxDepth }), where)
  return createInvalidEditProblem(message('edit.reserved-name', { name: forbiddenPath.at(-1)! }), where)
}

function findSchemaProblem(part: string, schema: z.ZodType, value: unknown, where: Place): Problem | undefined {
  const parsed = schema.safeParse(value)
  if (parsed.success) return undefined
  const [issue] = parsed.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  const reason = issue ? toIssueMessage(issue, value) : ''
  return createInvalidEditProblem(
    message('edit.value-refused', { part, value: formatValue(value), path, reason }),
    where,
  )
}

function formatValue(value: unknown): Text {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  const length = typeof value === 'string' ? value.length : text.length
  return text.length > 80 ? message('edit.value-truncated', { start: text.slice(0, 60), length }) : text
}

const createInvalidEditProblem = (reason: Text, where: Place): Problem => error('edit.invalid', { reason }, { where })
