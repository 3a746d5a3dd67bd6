import { message } from '@aw-flow/messages'
import jsonata from 'jsonata'
import { ExpressionError } from './expression-error.ts'
import { LinearRegex } from './functions/linear-regex.ts'

/** A node in JSONata's syntax tree. */
type Tree = Readonly<Record<string, unknown>>

/**
 * Replaces a name that a JSONata expression reads from its top-level input with a path, for example `input` with
 * `input.value`. The same name inside steps, filters and functions refers to the preceding value and stays unchanged.
 * Returns an invalid expression unchanged.
 *
 * @param keptStep Paths in which this step follows the name stay unchanged, such as `input.value.a` with `value`.
 * @throws ExpressionError If the expression uses its entire input, as in `$keys($$)`, because its value would change.
 * @internal
 */
export function qualifyName(expression: string, name: string, path: string, keptStep?: string): string {
  const tree = parseExpression(expression)
  if (!tree) return expression
  const ends = new Set<number>()
  collectReadPositions(tree, { name, keptStep }, ends, true)
  return [...ends]
    .sort((a, b) => b - a)
    .reduce((text, end) => {
      const length = text.endsWith(`\`${name}\``, end) ? name.length + 2 : name.length
      return text.slice(0, end - length) + path + text.slice(end)
    }, expression)
}

function parseExpression(expression: string): Tree | undefined {
  try {
    return jsonata(expression, { RegexEngine: LinearRegex as unknown as RegExpConstructor }).ast() as unknown as Tree
  } catch {
    return undefined
  }
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null
const isRoot = (tree: Tree): boolean => tree.type === 'variable' && tree.value === '$'
const isContext = (tree: Tree): boolean => tree.type === 'variable' && tree.value === ''
const isWildcard = ({ type }: Tree): boolean => type === 'wildcard' || type === 'descendant' || type === 'parent'
/** Properties of a step that are evaluated on the step's value. */
const suffixes = ['predicate', 'stages', 'group']
const hasSuffix = (tree: Tree): boolean => suffixes.some((key) => tree[key] !== undefined)

interface QualifiedName {
  readonly name: string
  readonly keptStep: string | undefined
}

/**
 * Collects the end positions of the names that are read from the top-level input.
 *
 * @param isTopLevel Whether names and `$` refer to the top-level input at this point of the tree.
 */
function collectReadPositions(tree: unknown, qualified: QualifiedName, ends: Set<number>, isTopLevel: boolean): void {
  if (Array.isArray(tree)) {
    for (const child of tree) collectReadPositions(child, qualified, ends, isTopLevel)
    return
  }
  if (!isTree(tree)) return
  if (isRoot(tree) || (isTopLevel && (isContext(tree) || isWildcard(tree)))) throw createEntireInputError()
  if (tree.type === 'name' && isTopLevel && tree.value === qualified.name) ends.add(tree.position as number)
  if (tree.type === 'path') collectSteps(tree.steps as Tree[], qualified, ends, isTopLevel)
  for (const [key, child] of Object.entries(tree)) {
    if (key === 'steps') continue
    collectReadPositions(child, qualified, ends, isTopLevel && tree.type !== 'transform' && !suffixes.includes(key))
  }
}

function collectSteps(steps: readonly Tree[], qualified: QualifiedName, ends: Set<number>, isTopLevel: boolean): void {
  let readsTopLevel = isTopLevel
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1]
    const leadsToName = next?.type === 'name' && !hasSuffix(step) && step.focus === undefined
    if (leadsToName && (isRoot(step) || (readsTopLevel && isContext(step)))) {
      readsTopLevel = true
      continue
    }
    // After `@`, and after a name followed by `%`, the next steps use the entire top-level input.
    const isRead = readsTopLevel && step.type === 'name' && step.value === qualified.name
    if (isRead && (step.focus !== undefined || next?.type === 'parent')) throw createEntireInputError()
    const isKept = isRead && next?.type === 'name' && next.value === qualified.keptStep && !hasSuffix(step)
    if (!isKept) collectReadPositions(step, qualified, ends, readsTopLevel)
    readsTopLevel = false
  }
}

const createEntireInputError = (): ExpressionError => new ExpressionError(message('expression.complete-input', {}))
