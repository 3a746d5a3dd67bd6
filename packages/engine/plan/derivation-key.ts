import { toCanonicalJson, type Value } from '@aw-flow/schema'
import { digestString } from '../digest.ts'
import type { NodeDefinition } from '../node/define-node.ts'
import type { Continuation } from '../scheduler/effects.ts'
import { createIdentities, type Identities } from './identity.ts'

/**
 * Computes the derivation key of a node's outputs: a hash of the node type and version, the settings, the identities of
 * the inputs (or the result of `derivation` instead of settings and inputs), and the values that expressions read.
 * Equal keys mean equal outputs.
 *
 * @param identities Caches the identities of values that several nodes in the run use.
 * @param expressionValues The values that expressions read.
 * @returns 32 hex digits.
 * @internal
 */
export function computeDerivationKey(
  { type, version, derivation }: Pick<NodeDefinition, 'type' | 'version' | 'derivation'>,
  settings: unknown,
  inputs: Record<string, Value>,
  identities: Identities = createIdentities(),
  expressionValues?: unknown,
): string {
  const sourceJson = derivation
    ? `"from":${identities.identify(derivation({ settings, inputs }))}`
    : `"settings":${identities.identify(settings)},"inputs":${identities.identifyValues(inputs)}`
  const readsJson = expressionValues === undefined ? '' : `,"reads":${identities.identify(expressionValues)}`
  return identities.digest(`{"type":${toCanonicalJson(type)},"version":${version},${sourceJson}${readsJson}}`)
}

/**
 * Computes the derivation key of a continuation: a loop iteration, the collection of a loop's results, or the part
 * after a wait.
 */
export function computeContinuationKey(
  key: string,
  continuation: Continuation,
  identities: Identities = createIdentities(),
): string {
  switch (continuation.kind) {
    case 'next': {
      const previousJson = continuation.before ? `,"before":${identities.identifyValues(continuation.before)}` : ''
      return identities.digest(`{"key":"${key}","iteration":${continuation.iteration}${previousJson}}`)
    }
    case 'resumed':
      return identities.digest(`{"key":"${key}","by":${identities.identify(continuation.by)}}`)
    case 'collect': {
      const results = continuation.results.map((values) => (values ? identities.identifyValues(values) : 'null'))
      return identities.digest(`{"key":"${key}","results":[${results.join()}]}`)
    }
  }
}

/** Derives a node's 32-bit seed from the run's seed. */
export const deriveNodeSeed = (seed: number, node: string): number =>
  parseInt(digestString(`${seed}:${node}`).slice(0, 8), 16)
