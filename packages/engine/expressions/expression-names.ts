/** A node of JSONata's syntax tree, or a list of nodes. */
type Tree = { readonly [key: string]: unknown } | readonly unknown[]

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null

/** The names that an expression reads from its top-level input. */
export interface ExpressionNames {
  /** `undefined` if the expression reads the entire input, for example with `$` or `*`. */
  readonly names: ReadonlySet<string> | undefined
  /** The names that it reads from `input`, such as `value` in `input.value.a`, as far as they are known. */
  readonly inputNames: ReadonlySet<string>
}

/**
 * Returns the names that an expression reads from its top-level input. Names inside steps, filters and functions refer
 * to the preceding value and are not included.
 */
export function readExpressionNames(tree: unknown): ExpressionNames {
  const names = new Set<string>()
  const inputNames = new Set<string>()
  const hasKnownNames = collectNames(tree, names, inputNames) && !readsEntireInput(tree)
  return { names: hasKnownNames ? names : undefined, inputNames }
}

/** Returns the name that a path reads from `input`, if any. */
function findInputName([first, second]: readonly Tree[]): string | undefined {
  const { type, value, predicate, stages, group, focus, index } = first as { readonly [key: string]: unknown }
  const isPlain = [predicate, stages, group, focus, index].every((suffix) => suffix === undefined)
  const next = second as { readonly [key: string]: unknown } | undefined
  return type === 'name' && value === 'input' && isPlain && next?.type === 'name' ? String(next.value) : undefined
}

/** Returns whether the tree contains `$$`, the entire input, at any depth, including inside steps and filters. */
function readsEntireInput(tree: unknown): boolean {
  if (!isTree(tree)) return false
  const { type, value } = tree as { readonly [key: string]: unknown }
  return (type === 'variable' && value === '$') || Object.values(tree).some(readsEntireInput)
}

function collectNames(tree: unknown, names: Set<string>, inputNames: Set<string>): boolean {
  if (!isTree(tree)) return true
  if (Array.isArray(tree)) return tree.every((child) => collectNames(child, names, inputNames))
  const node = tree as { readonly [key: string]: unknown }
  switch (node.type) {
    case 'name':
      names.add(String(node.value))
      return true
    case 'path': {
      const steps = node.steps as readonly Tree[]
      const inputName = findInputName(steps)
      if (inputName !== undefined) inputNames.add(inputName)
      return collectNames(steps[0], names, inputNames)
    }
    case 'variable':
      // `$` and `$$` refer to the entire input.
      return node.value !== '' && node.value !== '$'
    case 'wildcard':
    case 'descendant':
    case 'parent':
    case 'transform':
      return false
    case 'lambda':
      return collectNames(node.body, names, inputNames)
    default:
      return Object.entries(node).every(
        ([key, value]) =>
          key === 'predicate' || key === 'stages' || key === 'group' || collectNames(value, names, inputNames),
      )
  }
}
