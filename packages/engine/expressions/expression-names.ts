/** A node of JSONata's syntax tree, or a list of nodes. */
type Tree = { readonly [key: string]: unknown } | readonly unknown[]

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null

/**
 * Returns the names that an expression reads from its top-level input; `undefined` if it reads the entire input, for
 * example with `$` or `*`. Names inside steps, filters and functions refer to the preceding value and are not included.
 */
export function readExpressionNames(tree: unknown): ReadonlySet<string> | undefined {
  const names = new Set<string>()
  return !readsEntireInput(tree) && collectNames(tree, names) ? names : undefined
}

/** Returns whether the tree contains `$$`, the entire input, at any depth, including inside steps and filters. */
function readsEntireInput(tree: unknown): boolean {
  if (!isTree(tree)) return false
  const { type, value } = tree as { readonly [key: string]: unknown }
  return (type === 'variable' && value === '$') || Object.values(tree).some(readsEntireInput)
}

function collectNames(tree: unknown, names: Set<string>): boolean {
  if (!isTree(tree)) return true
  if (Array.isArray(tree)) return tree.every((child) => collectNames(child, names))
  const node = tree as { readonly [key: string]: unknown }
  switch (node.type) {
    case 'name':
      names.add(String(node.value))
      return true
    case 'path':
      return collectNames((node.steps as unknown[])[0], names)
    case 'variable':
      // `$` and `$$` refer to the entire input.
      return node.value !== '' && node.value !== '$'
    case 'wildcard':
    case 'descendant':
    case 'parent':
    case 'transform':
      return false
    case 'lambda':
      return collectNames(node.body, names)
    default:
      return Object.entries(node).every(
        ([key, value]) => key === 'predicate' || key === 'stages' || key === 'group' || collectNames(value, names),
      )
  }
}
