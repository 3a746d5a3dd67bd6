import jsonata from 'jsonata'

type SyntaxNode = { readonly [key: string]: unknown }

/** Functions that compute a value from their arguments in linear time, without calling other functions. */
const simpleFunctions: ReadonlySet<unknown> = new Set(
  'abs average boolean ceil count exists floor length lowercase max min not number round string sum trim uppercase'.split(
    ' ',
  ),
)
const maxCharacters = 2_000

/**
 * Returns whether a JSONata expression only reads values: it consists of literals, paths of names and indexes,
 * comparisons, arithmetic, Boolean operators, concatenation, conditions and a few functions. JSONata reads only own
 * properties, so such an expression cannot reach anything but its values, cannot change them, and does not repeat
 * anything. Everything else, such as functions, variables, filters, ranges and regular expressions, is not simple.
 */
export function isSimpleExpression(text: string): boolean {
  if (text.length > maxCharacters) return false
  try {
    return isSimple(jsonata(text).ast() as unknown as SyntaxNode)
  } catch {
    return false
  }
}

/** Suffixes of a syntax node that filter, group or bind its value. */
const suffixes = ['group', 'focus', 'index', 'nextFunction', 'tuple', 'ancestor', 'seekingParent'] as const

function isSimple(node: SyntaxNode): boolean {
  if (suffixes.some((suffix) => node[suffix] !== undefined)) return false
  if (![node.predicate, node.stages].every((filters) => areIndexes(filters))) return false
  const areAllSimple = (...children: unknown[]): boolean =>
    children.flat().every((child) => child === undefined || isSimple(child as SyntaxNode))
  switch (node.type) {
    case 'number':
    case 'string':
    case 'value':
    case 'name':
      return true
    case 'path':
      return areAllSimple(node.steps)
    case 'binary':
      return node.value !== '..' && areAllSimple(node.lhs, node.rhs)
    case 'unary':
      return node.value === '-' && areAllSimple(node.expression)
    case 'condition':
      return areAllSimple(node.condition, node.then, node.else)
    case 'block':
      return (node.expressions as unknown[]).length === 1 && areAllSimple(node.expressions)
    case 'function': {
      const { type, value } = node.procedure as SyntaxNode
      return type === 'variable' && simpleFunctions.has(value) && areAllSimple(node.arguments)
    }
    default:
      return false
  }
}

const areIndexes = (filters: unknown): boolean =>
  filters === undefined ||
  (filters as SyntaxNode[]).every(
    ({ type, expr }) => type === 'filter' && (expr as SyntaxNode | undefined)?.type === 'number',
  )
