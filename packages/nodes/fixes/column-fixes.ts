import { message } from '@aw-flow/messages'
import type { Column, Json, WorkflowNode } from '@aw-flow/schema'
import { findUpstreamNodes, insertIntoEdge } from './graph-edits.ts'
import { findNearestNames } from './nearest-names.ts'
import {
  getColumns,
  getColumnType,
  getList,
  getText,
  createSettingEdit,
  type NodeProblem,
  type ProposedFix,
} from './proposed-fix.ts'
import { replaceName, replaceValue } from './replace-in-setting.ts'
import { replaceInJson, removeColumnRule } from './schema-text.ts'

/**
 * Proposes fixes for a setting that refers to a missing column: using a similar or renamed column, keeping the column
 * in an upstream node, or removing its rule.
 */
export function fixMissingColumn(request: NodeProblem): ProposedFix[] {
  const { problem, node, setting } = request
  const column = getText(request, 'column') || problem.where?.column || ''
  if (column === '') return []
  const names = getList(request, 'columns')
  const newNames = findUpstreamNodes(request.workflow, node.id).flatMap((source) => findNewNames(source, column))
  const candidates = [
    ...new Set([...newNames.filter((name) => names.includes(name)), ...findNearestNames(column, names)]),
  ]
  const replacements = candidates.flatMap((name): ProposedFix[] => {
    const value = replaceColumn(node, setting, column, name)
    return value === undefined
      ? []
      : [{ change: message('fix.replace', { from: column, to: name }), edit: createSettingEdit(node, setting, value) }]
  })
  return [...replacements, ...keepColumn(request, column), ...removeRule(request, column)]
}

/** Selects the column of a table that has only one column. */
export function fixUnsetColumn(request: NodeProblem): ProposedFix[] {
  const { node, setting } = request
  const columns = getColumns(request, node.id)
  const [column] = columns
  const currentValue = node.data.config[setting]
  if (!column || columns.length > 1 || currentValue === undefined) return []
  const value = replaceValue(currentValue, '', column.name)
  return [{ change: message('fix.use', { column: column.name }), edit: createSettingEdit(node, setting, value) }]
}

/**
 * Inserts a conversion of a text column before a node that requires numbers. Cells that are not numbers become null.
 */
export function fixNonNumericColumn(request: NodeProblem): ProposedFix[] {
  const { problem, node, workflow } = request
  const column = getText(request, 'column') || problem.where?.column || ''
  const edge = workflow.edges.find(({ target }) => target === node.id)
  if (column === '' || !edge || getColumnType(request, 'type') !== 'VARCHAR') return []
  const config = { columns: [{ column, type: 'DOUBLE' }] }
  return [
    {
      change: message('fix.convert', { column }),
      edit: insertIntoEdge(workflow, edge, { type: 'rename_and_cast', config, port: 'table' }),
      allowedWarnings: ['cast.failed'],
    },
  ]
}

/** Renames a column whose name is already used by another column. */
export function fixDuplicateName(request: NodeProblem): ProposedFix[] {
  const { node, setting } = request
  const duplicateNames = [getText(request, 'column'), getText(request, 'other')].map((name) => name.toLowerCase())
  const currentValue = node.data.config[setting]
  const isUsed = (name: string): boolean =>
    duplicateNames.includes(name.toLowerCase()) || getColumns(request, node.id).some((column) => column.name === name)
  const toUnusedName = (name: string): string => {
    let number = 2
    while (isUsed(`${name}_${number}`)) number++
    return `${name}_${number}`
  }
  const propose = (oldName: string, value: Json): ProposedFix[] => [
    {
      change: message('fix.replace', { from: oldName, to: toUnusedName(oldName) }),
      edit: createSettingEdit(node, setting, value),
    },
  ]
  if (typeof currentValue === 'string' && currentValue !== '') return propose(currentValue, toUnusedName(currentValue))
  if (!Array.isArray(currentValue)) return []
  for (const [index, item] of [...currentValue.entries()].reverse()) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) continue
    for (const key of ['name', 'as'] as const) {
      const name = item[key]
      if (typeof name !== 'string' || !duplicateNames.includes(name.toLowerCase())) continue
      return propose(name, currentValue.with(index, { ...item, [key]: toUnusedName(name) }))
    }
  }
  return []
}

/**
 * Joins on the pair of columns whose names most clearly indicate a reference, such as `customer_id` and `id`. Proposes
 * nothing if several pairs match equally well.
 */
export function fixMissingKeys(request: NodeProblem): ProposedFix[] {
  const { node } = request
  const left = getColumns(request, node.id, 'left')
  const right = getColumns(request, node.id, 'right')
  const pairs = left.flatMap(({ name: leftName, type: leftType }) =>
    right.flatMap(({ name: rightName, type: rightType }) => {
      if (leftType !== rightType) return []
      const score = Math.max(scoreReference(leftName, rightName, right), scoreReference(rightName, leftName, left))
      return score > 0 ? [{ key: { left: leftName, right: rightName }, score }] : []
    }),
  )
  const bestScore = Math.max(...pairs.map(({ score }) => score))
  const [pair, ...otherPairs] = pairs.filter(({ score }) => score === bestScore)
  if (!pair || otherPairs.length > 0) return []
  return [
    {
      change: message('fix.use', { column: `${pair.key.left} = ${pair.key.right}` }),
      edit: createSettingEdit(node, 'keys', [pair.key]),
      needsRows: true,
    },
  ]
}

const keyNames = ['id', 'key', 'no', 'nr', 'number', 'code']

/**
 * Scores how well a column name refers to a key of a table: 3 if the names are equal, ignoring case and punctuation; 2
 * if the name ends with the key and a column of the table starts with the same word (`customer_id`, `id`,
 * `customer_name`); 1 if the name only ends with the key; otherwise 0.
 */
function scoreReference(reference: string, key: string, columns: readonly Column[]): number {
  const [referenceName = '', keyName = ''] = [reference, key].map(normalizeName)
  if (referenceName === keyName) return 3
  if (!keyNames.includes(keyName) || !referenceName.endsWith(keyName)) return 0
  const subject = referenceName.slice(0, -keyName.length)
  return columns.some(({ name }) => normalizeName(name).startsWith(subject)) ? 2 : 1
}

const normalizeName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

function replaceColumn(node: WorkflowNode, setting: string, oldName: string, newName: string): Json | undefined {
  const currentValue = node.data.config[setting]
  if (currentValue === undefined) return undefined
  const value =
    typeof currentValue !== 'string' || currentValue === oldName
      ? replaceValue(currentValue, oldName, newName)
      : setting === 'schema'
        ? replaceInJson(currentValue, oldName, newName)
        : replaceName(currentValue, oldName, newName)
  return JSON.stringify(value) === JSON.stringify(currentValue) ? undefined : value
}

/** Returns the names to which a node renames a column. */
function findNewNames({ data: { config } }: WorkflowNode, column: string): string[] {
  if (!Array.isArray(config.columns)) return []
  return config.columns.flatMap((change) =>
    typeof change === 'object' && change !== null && !Array.isArray(change) && change.column === column
      ? typeof change.name === 'string' && change.name !== ''
        ? [change.name]
        : []
      : [],
  )
}

/** Changes an upstream Select node so that it keeps a column. */
function keepColumn(request: NodeProblem, column: string): ProposedFix[] {
  return findUpstreamNodes(request.workflow, request.node.id).flatMap((source): ProposedFix[] => {
    const { columns, how = 'keep' } = source.data.config
    if (source.type !== 'select' || !Array.isArray(columns) || columns.length === 0) return []
    if (!getColumns(request, source.id).some(({ name }) => name === column)) return []
    const newColumns = how === 'keep' ? [...columns, column] : columns.filter((name) => name !== column)
    const change = message('fix.use', { column })
    return newColumns.length === 0 ? [] : [{ change, edit: createSettingEdit(source, 'columns', newColumns) }]
  })
}

function removeRule({ node, setting }: NodeProblem, column: string): ProposedFix[] {
  const currentValue = node.data.config[setting]
  const value =
    setting === 'schema' && typeof currentValue === 'string' ? removeColumnRule(currentValue, column) : undefined
  if (value === undefined) return []
  return [{ change: message('fix.remove-rule', { column }), edit: createSettingEdit(node, setting, value) }]
}
