import { message, type Text } from '@aw-flow/messages'
import { nodeOptionsSchema, workflowDetailsSchema, type Edit } from './edit.ts'
import { findForbidden, maxDepth } from './find-forbidden.ts'
import { issueMessage } from '../wire/issue-message.ts'
import { error, type Place, type Problem } from '../wire/problem.ts'
import {
  configSchema,
  edgeSchema,
  groupSchema,
  jsonSchema,
  nameSchema,
  nodeLookSchema,
  nodeSchema,
  noteSchema,
  positionSchema,
  workflowPortsSchema,
} from './workflow.ts'
import { z } from '../wire/zod.ts'

/**
 * Checks whether an edit would result in a document that `readWorkflow` rejects. Checks only the values of the edit, so
 * its cost is independent of the document. The parts of a batch are checked one by one.
 *
 * @returns The problem, or `undefined` for a valid edit.
 */
export function refuseEdit(edit: Exclude<Edit, { type: 'batch' }>): Problem | undefined {
  switch (edit.type) {
    case 'add-node':
    case 'replace-node':
      return (
        misplaced(edit.node.data?.config, { node: String(edit.node.id) }) ??
        unfit('node', nodeSchema, edit.node, { node: String(edit.node.id) })
      )
    case 'move-nodes': {
      for (const [node, position] of Object.entries(edit.positions)) {
        const problem = unfit('position', positionSchema, position, { node })
        if (problem) return problem
      }
      return undefined
    }
    case 'set-label':
      return unfit('label', z.string(), edit.label, { node: edit.id })
    case 'set-config': {
      const where = { node: edit.id, setting: edit.path.join('.') }
      if (edit.path.length === 0) return invalid(message('edit.setting-unnamed', {}), { node: edit.id })
      const branch = edit.path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), edit.value)
      return misplaced(branch, where) ?? unfit('setting', jsonSchema.optional(), edit.value, where)
    }
    case 'replace-config': {
      const where = { node: edit.id }
      return misplaced(edit.config, where) ?? unfit('settings', configSchema, edit.config, where)
    }
    case 'add-edge':
      return unfit('edge', edgeSchema, edit.edge, { edge: String(edit.edge.id) })
    case 'set-name':
      return unfit('name', nameSchema, edit.name, {})
    case 'set-detail':
      return unfit('detail', workflowDetailsSchema, edit.details, {})
    case 'set-option':
      return unfit('option', nodeOptionsSchema, edit.options, { node: edit.id })
    case 'add-group':
    case 'replace-group':
      return unfit('group', groupSchema, edit.group, {})
    case 'set-variable': {
      const variables = { [edit.name]: edit.value ?? null }
      return misplaced(variables, { setting: edit.name }) ?? unfit('variable', configSchema, variables, {})
    }
    case 'replace-variables':
      return misplaced(edit.variables, {}) ?? unfit('variables', configSchema.optional(), edit.variables, {})
    case 'set-ports':
      return unfit('ports', workflowPortsSchema.optional(), edit.ports, {})
    case 'set-look':
      return unfit('look', nodeLookSchema.optional(), edit.look, { node: edit.id })
    case 'set-points':
      return unfit('way', edgeSchema.shape.points, edit.points, { edge: edit.id })
    case 'add-note':
    case 'replace-note':
      return unfit('note', noteSchema, edit.note, {})
    case 'remove-group':
    case 'remove-note':
    case 'remove-node':
    case 'remove-edge':
    case 'place-item':
    case 'edit-inside':
      return undefined
  }
}

const placeOfConfig = ['nodes', '0', 'data', 'config']

function misplaced(config: unknown, where: Place): Problem | undefined {
  const found = findForbidden(config, placeOfConfig)
  if (!found) return undefined
  if (found.length > maxDepth) return invalid(message('edit.too-deep', { max: maxDepth }), where)
  return invalid(message('edit.reserved-name', { name: found.at(-1)! }), where)
}

function unfit(part: string, schema: z.ZodType, value: unknown, where: Place): Problem | undefined {
  const parsed = schema.safeParse(value)
  if (parsed.success) return undefined
  const [issue] = parsed.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  const reason = issue ? issueMessage(issue, value) : ''
  return invalid(message('edit.value-refused', { part, value: shown(value), path, reason }), where)
}

function shown(value: unknown): Text {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  const length = typeof value === 'string' ? value.length : text.length
  return text.length > 80 ? message('edit.value-cut', { start: text.slice(0, 60), length }) : text
}

const invalid = (reason: Text, where: Place): Problem => error('edit.invalid', { reason }, { where })
