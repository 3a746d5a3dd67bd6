import type { Workflow } from '@aw-flow/schema'
import { isSimpleExpression } from '../expressions/is-simple-expression.ts'
import { findPlaceholders } from '../expressions/template.ts'
import type { Catalog } from '../node/catalog.ts'
import type { NodeDefinition } from '../node/define-node.ts'

/**
 * Returns whether a process may execute a workflow together with workflows of other workspaces: each of its nodes has a
 * type that declares this, and all of their expressions are simple. Types that are not in the catalog do not.
 *
 * @internal
 */
export const canShareProcess = ({ nodes }: Workflow, catalog: Pick<Catalog, 'get'>): boolean =>
  nodes.every(({ type, typeVersion, data: { config } }) => {
    const versions = [catalog.get(type), ...(typeVersion === undefined ? [] : [catalog.get(type, typeVersion)])]
    return versions.every(
      (definition) => definition?.isolation === 'shared' && hasSimpleExpressions(config, definition),
    )
  })

function hasSimpleExpressions(
  config: Workflow['nodes'][number]['data']['config'],
  { expressions = [], verbatim = [], settings }: NodeDefinition,
): boolean {
  const { template, problems } = findPlaceholders(config, { verbatim })
  if (problems.length > 0) return false
  if (!(template?.expressions ?? []).every(({ expression }) => isSimpleExpression(expression.text))) return false
  return expressions.every((setting) => {
    // The value of a placeholder would be a part of the expression.
    if (template?.findPlaceholder([setting]) !== undefined) return false
    const text = config[setting] ?? findDefault(settings, setting)
    return typeof text === 'string' && (text.trim() === '' || isSimpleExpression(text))
  })
}

function findDefault(schema: NodeDefinition['settings'], setting: string): unknown {
  const defaults = schema.safeParse({})
  return defaults.success ? (defaults.data as Record<string, unknown>)[setting] : undefined
}
