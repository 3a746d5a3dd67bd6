import type { Values } from '@aw-flow/schema'
import type { NodeDefinition } from '../node/define-node.ts'
import { readValuesForKey, type CachedCompiler, type ExpressionContext } from '../expressions/fill-settings.ts'
import { computeDerivationKey } from './derivation-key.ts'
import type { IdentityCache } from './identity.ts'

/** Matches calls to expression functions that use the run's seed. */
export const randomFunctionPattern = /\$(?:random|shuffle)\b/

/**
 * Returns whether a node's outputs depend on the run's seed, because its type declares it or one of its expressions
 * uses it.
 */
export function dependsOnSeed({ usesSeed, expressions }: NodeDefinition, settings: unknown): boolean {
  if (usesSeed || !expressions) return usesSeed === true
  return expressions.some((setting) => {
    const text = (settings as Record<string, unknown> | undefined)?.[setting]
    return typeof text === 'string' && randomFunctionPattern.test(text)
  })
}

/**
 * Computes a node's derivation key. It includes the values that the node's expressions read and, if the node depends on
 * it, the seed.
 */
export function computeNodeKey(
  definition: NodeDefinition,
  settings: unknown,
  inputs: Values,
  {
    identities,
    compile,
    getContext,
  }: { identities: IdentityCache; compile: CachedCompiler; getContext: () => ExpressionContext },
): string {
  const referencedValues = readValuesForKey(definition, settings, getContext, compile)
  const keyInput = dependsOnSeed(definition, settings)
    ? { reads: referencedValues ?? null, seed: getContext().seed }
    : referencedValues
  return computeDerivationKey(definition, settings, inputs, identities, keyInput)
}
