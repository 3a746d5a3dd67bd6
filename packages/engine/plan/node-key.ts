import type { Values } from '@aw-flow/schema'
import type { NodeDefinition } from '../define-node.ts'
import { readsOf, type Compile, type ExpressionReading } from '../expressions/fill-settings.ts'
import { derivationKey } from './derivation-key.ts'
import type { Identities } from './identity.ts'

/** Functions of expressions that use the seed of the run. */
export const usesRandomness = /\$(?:random|shuffle)\b/

/** Whether the outputs of a node depend on the seed of the run: by its type, or by one of its expressions. */
export function dependsOnSeed({ seeded, expressions }: NodeDefinition, settings: unknown): boolean {
  if (seeded || !expressions) return seeded === true
  return expressions.some((setting) => {
    const text = (settings as Record<string, unknown> | undefined)?.[setting]
    return typeof text === 'string' && usesRandomness.test(text)
  })
}

/**
 * Returns the derivation key of a node. It includes the values that expressions read and, if the node uses it, the
 * seed.
 */
export function nodeKey(
  definition: NodeDefinition,
  settings: unknown,
  inputs: Values,
  { identities, compile, reading }: { identities: Identities; compile: Compile; reading: () => ExpressionReading },
): string {
  const reads = readsOf(definition, settings, reading, compile)
  const counted = dependsOnSeed(definition, settings) ? { reads: reads ?? null, seed: reading().seed } : reads
  return derivationKey(definition, settings, inputs, identities, counted)
}
