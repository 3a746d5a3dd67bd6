import type { Values } from '@aw-flow/schema'
import type { NodeDefinition } from '../define-node.ts'
import { readsOf, type Compile, type ExpressionReading } from '../expressions/fill-settings.ts'
import { derivationKey } from './derivation-key.ts'
import type { Identities } from './identity.ts'

/** The functions of expressions that the run's seed stands behind. */
export const drawsByChance = /\$(?:random|shuffle)\b/

/** Whether what a node gives depends on the run's seed: its type says so, or one of its expressions draws by chance. */
export function countsSeed({ seeded, expressions }: NodeDefinition, settings: unknown): boolean {
  if (seeded || !expressions) return seeded === true
  return expressions.some((setting) => {
    const text = (settings as Record<string, unknown> | undefined)?.[setting]
    return typeof text === 'string' && drawsByChance.test(text)
  })
}

/** The key under which a node begins: its derivation, with what its expressions read, and the run's seed where it counts. */
export function nodeKey(
  definition: NodeDefinition,
  settings: unknown,
  inputs: Values,
  { identities, compile, reading }: { identities: Identities; compile: Compile; reading: () => ExpressionReading },
): string {
  const reads = readsOf(definition, settings, reading, compile)
  const counted = countsSeed(definition, settings) ? { reads: reads ?? null, seed: reading().seed } : reads
  return derivationKey(definition, settings, inputs, identities, counted)
}
