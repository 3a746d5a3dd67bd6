import { message } from '@aw-flow/messages'
import { expressionFunctions, rowFunctions } from '@aw-flow/engine'
import { findNearestNames } from './nearest-names.ts'
import { getColumns, getList, getText, createSettingEdit, type NodeProblem, type ProposedFix } from './proposed-fix.ts'
import { replaceName } from './replace-in-setting.ts'

/** JSONata functions, keyed by the name of the equivalent function in other languages. */
const synonyms: Readonly<Record<string, readonly [string]>> = {
  upper: ['$uppercase'],
  lower: ['$lowercase'],
  len: ['$length'],
  avg: ['$average'],
  ceiling: ['$ceil'],
  concat: ['$join'],
}

/** Patterns of operators from other languages, with the equivalent JSONata operators. */
const operators: readonly (readonly [RegExp, string])[] = [
  [/={2,3}/g, '='],
  [/<>|!==/g, '!='],
  [/&&|\bAND\b/g, 'and'],
  [/\|\||\bOR\b/g, 'or'],
]

/** Corrects misspelled function names, and replaces functions and operators from other languages. */
export function fixExpression(request: NodeProblem): ProposedFix[] {
  const { node, setting, text } = request
  if (text === '') return []
  const isRowExpression = getText(request, 'kind') === 'row'
  const functions = isRowExpression ? Object.keys(rowFunctions) : expressionFunctions.map(({ name }) => name)
  const names = functions.map((name) => `$${name.replace(/^\$/, '')}`)
  const unknownNames = [...new Set(text.match(/\$[\p{L}_][\p{L}\p{N}_]*/gu))].filter((name) => !names.includes(name))
  const functionFixes = unknownNames.flatMap((name) =>
    findNearestNames(name, names).map((replacement): ProposedFix => {
      const change = message('fix.replace', { from: name, to: replacement })
      return { change, edit: createSettingEdit(node, setting, replaceName(text, name, replacement)) }
    }),
  )
  const columnNames = getColumns(request, node.id).map(({ name }) => name)
  const calledNames = [...text.matchAll(/(?<![\p{L}\p{N}_$])([\p{L}_][\p{L}\p{N}_]*)\(/gu)].map(([, name = '']) => name)
  const callFixes = [...new Set(calledNames)].flatMap((name): ProposedFix[] => {
    const [to] =
      synonyms[name.toLowerCase()] ??
      findNearestNames(`$${name}`, names).concat(names.filter((fn) => fn === `$${name}`))
    if (to === undefined || ['and', 'or', 'in', 'function'].includes(name)) return []
    const change = message('fix.replace', { from: name, to })
    return [{ change, edit: createSettingEdit(node, setting, replaceName(text, name, to)) }]
  })
  const operatorFixes = operators.flatMap(([pattern, to]): ProposedFix[] => {
    const from = splitOutsideStrings(text)
      .find((segment) => segment.search(pattern) >= 0)
      ?.match(pattern)?.[0]
    if (from === undefined || columnNames.includes(from)) return []
    return [
      { change: message('fix.replace', { from, to }), edit: createSettingEdit(node, setting, replaceOperators(text)) },
    ]
  })
  return [...functionFixes, ...callFixes, ...operatorFixes.slice(0, 1)]
}

/**
 * Corrects an unknown node name in an expression. If the name is the label of a node, replaces it with the ID of that
 * node.
 */
export function fixUnknownName(request: NodeProblem): ProposedFix[] {
  const { node, setting, workflow } = request
  const name = getText(request, 'name')
  const availableIds = getList(request, 'names')
  const labeledNodes = workflow.nodes.filter(
    ({ id, data }) => id !== node.id && data.label === name && availableIds.includes(id),
  )
  const nearestIds = findNearestNames(name, availableIds)
  const candidates = labeledNodes.length === 1 ? labeledNodes.map(({ id }) => id) : nearestIds
  const currentValue = node.data.config[setting]
  if (typeof currentValue !== 'string' || name === '') return []
  return candidates.flatMap((to): ProposedFix[] => {
    const value = replaceName(currentValue, name, to)
    return value === currentValue
      ? []
      : [{ change: message('fix.replace', { from: name, to }), edit: createSettingEdit(node, setting, value) }]
  })
}

const stringPattern = /("(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|`[^`]*`?)/g
const splitOutsideStrings = (text: string): string[] => text.split(stringPattern).filter((_, index) => index % 2 === 0)
const replaceOperators = (text: string): string =>
  text
    .split(stringPattern)
    .map((segment, index) =>
      index % 2 === 1 ? segment : operators.reduce((rest, [pattern, to]) => rest.replaceAll(pattern, to), segment),
    )
    .join('')

/**
 * Corrects column names in the row check of a Validate node. The problem that a row check reports does not name its
 * setting.
 */
export function fixRowCheck(request: NodeProblem): ProposedFix[] {
  const { node } = request
  const { expression } = node.data.config
  const columnNames = getColumns(request, node.id).map(({ name }) => name)
  if (typeof expression !== 'string' || columnNames.length === 0) return []
  const words = splitOutsideStrings(expression).flatMap(
    (segment) => segment.match(/(?<![\p{L}\p{N}_$])[\p{L}_][\p{L}\p{N}_]*/gu) ?? [],
  )
  return [...new Set(words)]
    .filter((word) => !columnNames.includes(word) && !['and', 'or', 'in', 'true', 'false', 'null'].includes(word))
    .flatMap((word) =>
      findNearestNames(word, columnNames).map((to) => ({
        change: message('fix.replace', { from: word, to }),
        edit: createSettingEdit(node, 'expression', replaceName(expression, word, to)),
      })),
    )
}
