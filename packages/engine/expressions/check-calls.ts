import type jsonata from 'jsonata'

const checkName = 'aw callable'
const calleeName = 'aw callee'

type Node = Record<string, unknown>

/**
 * Rewrites calls so that calling a value other than a function fails immediately. Otherwise, JSONata would write the
 * call's position into that value and thereby modify the data that the expression reads. In the rewritten syntax tree,
 * the callee is first bound to a variable and checked.
 */
export function addCallChecks(expression: jsonata.Expression): void {
  const tree = expression.ast()
  const boundNames = new Set<unknown>([''])
  collectBoundNames(tree, boundNames)
  rewriteCalls(tree, boundNames)
  expression.registerFunction(checkName, function (value: unknown, name: string) {
    if (typeof value === 'function') return true
    const isMissingDollarSign = value === undefined && name !== '' && this.environment.lookup(name) !== undefined
    throw Object.assign(new Error('The value is not a function.'), {
      code: isMissingDollarSign ? 'T1005' : 'T1006',
      token: name === '' ? '(' : name,
    })
  })
}

/** Collects the variables that the expression can bind to data. All other variables are functions. */
function collectBoundNames(tree: unknown, names: Set<unknown>): void {
  if (typeof tree !== 'object' || tree === null || tree instanceof RegExp) return
  const node = tree as Node
  if (node.type === 'bind' && (node.rhs as Node).type !== 'lambda') names.add((node.lhs as Node).value)
  if (node.type === 'lambda') for (const argument of node.arguments as Node[]) names.add(argument.value)
  for (const [key, child] of Object.entries(node)) {
    if ((key === 'focus' || key === 'index') && typeof child === 'string') names.add(child)
    else collectBoundNames(child, names)
  }
}

function rewriteCalls(tree: unknown, boundNames: ReadonlySet<unknown>): void {
  if (typeof tree !== 'object' || tree === null || tree instanceof RegExp) return
  const node = tree as Node
  for (const child of Object.values(node)) rewriteCalls(child, boundNames)
  if (node.type !== 'function') return
  const { type, value, steps } = node.procedure as Node
  if (type === 'lambda' || (type === 'variable' && !boundNames.has(value))) return
  const name = type === 'path' ? (steps as Node[])[0]?.value : value
  node.procedure = createCheckedCallee(node.procedure as Node, typeof name === 'string' ? name : '', node.position)
}

/** Returns the syntax tree of `($callee := procedure; $callable($callee, name); $callee)`; errors contain `name`. */
function createCheckedCallee(procedure: Node, name: string, position: unknown): Node {
  const variable = { type: 'variable', value: calleeName, position }
  const check = {
    type: 'function',
    value: '(',
    position,
    procedure: { type: 'variable', value: checkName, position },
    arguments: [variable, { type: 'string', value: name, position }],
  }
  const binding = { type: 'bind', value: ':=', position, lhs: variable, rhs: procedure }
  // The check either throws or returns true.
  return { type: 'block', value: name, position, expressions: [binding, check, variable] }
}
