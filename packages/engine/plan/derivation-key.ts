import type { Value } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { digestString } from '../digest.ts'
import type { NodeDefinition } from '../node/define-node.ts'
import type { Continuation } from '../scheduler/effects.ts'
import { createIdentityCache, type IdentityCache } from './identity.ts'

/**
 * Computes the derivation key of a node's outputs: a hash of the node type and version, the settings, the identities of
 * the inputs (or the result of `derivation` instead of settings and inputs), and the values that expressions read.
 * Equal keys mean equal outputs.
 *
 * @param identityCache Caches the identities of values that several nodes in the run use.
 * @param expressionValues The values that expressions read.
 * @returns 32 hex digits.
 * @internal
 */
export function computeDerivationKey(
  { type, version, derivation }: Pick<NodeDefinition, 'type' | 'version' | 'derivation'>,
  settings: unknown,
  inputs: Record<string, Value>,
  identityCache: IdentityCache = createIdentityCache(),
  expressionValues?: unknown,
): string {
  const sourceJson = derivation
    ? `"from":${identityCache.identify(derivation({ settings, inputs }))}`
    : `"settings":${identityCache.identify(settings)},"inputs":${identityCache.identifyValues(inputs)}`
  const readsJson = expressionValues === undefined ? '' : `,"reads":${identityCache.identify(expressionValues)}`
  return identityCache.digest(`{"type":${toCanonicalJson(type)},"version":${version},${sourceJson}${readsJson}}`)
}

/**
 * Computes the derivation key of a continuation: a loop iteration, the collection of a loop's results, or the part
 * after a wait.
 */
export function computeContinuationKey(
  key: string,
  continuation: Continuation,
  identityCache: IdentityCache = createIdentityCache(),
): string {
  switch (continuation.kind) {
    case 'next': {
      const previousJson = continuation.before ? `,"before":${identityCache.identifyValues(continuation.before)}` : ''
      return identityCache.digest(`{"key":"${key}","iteration":${continuation.iteration}${previousJson}}`)
    }
    case 'resumed':
      return identityCache.digest(`{"key":"${key}","by":${identityCache.identify(continuation.by)}}`)
    case 'collect': {
      const results = continuation.results.map((values) => (values ? identityCache.identifyValues(values) : 'null'))
      return identityCache.digest(`{"key":"${key}","results":[${results.join()}]}`)
    }
  }
}

/** Derives a node's 32-bit seed from the run's seed. */
export const deriveNodeSeed = (seed: number, node: string): number =>
  parseInt(digestString(`${seed}:${node}`).slice(0, 8), 16)
