import { canonicalJson, type Value } from '@aw-flow/schema'
import { digestOfText } from '../digest.ts'
import type { NodeDefinition } from '../define-node.ts'
import type { Continuation } from '../scheduler/effects.ts'
import { createIdentities, type Identities } from './identity.ts'

/**
 * The derivation key of a node's outputs: a hash over its type and version, its settings, the identities of its inputs
 * (or what its `derivation` returns), and the values that its expressions read. Equal keys mean equal outputs.
 *
 * @param identities The identities of the run, which caches those of values that several nodes use.
 * @param reads The values that expressions read.
 * @returns 32 hex digits.
 * @internal
 */
export function derivationKey(
  { type, version, derivation }: Pick<NodeDefinition, 'type' | 'version' | 'derivation'>,
  settings: unknown,
  inputs: Record<string, Value>,
  identities: Identities = createIdentities(),
  reads?: unknown,
): string {
  const from = derivation
    ? `"from":${identities.of(derivation({ settings, inputs }))}`
    : `"settings":${identities.of(settings)},"inputs":${identities.ofValues(inputs)}`
  const more = reads === undefined ? '' : `,"reads":${identities.of(reads)}`
  return identities.digest(`{"type":${canonicalJson(type)},"version":${version},${from}${more}}`)
}

/** Returns the derivation key of a continuation: an iteration, the collection of results, or the part after a wait. */
export function continuationKey(
  key: string,
  continuation: Continuation,
  identities: Identities = createIdentities(),
): string {
  switch (continuation.kind) {
    case 'next': {
      const before = continuation.before ? `,"before":${identities.ofValues(continuation.before)}` : ''
      return identities.digest(`{"key":"${key}","iteration":${continuation.iteration}${before}}`)
    }
    case 'resumed':
      return identities.digest(`{"key":"${key}","by":${identities.of(continuation.by)}}`)
    case 'collect': {
      const results = continuation.results.map((values) => (values ? identities.ofValues(values) : 'null'))
      return identities.digest(`{"key":"${key}","results":[${results.join()}]}`)
    }
  }
}

/** Returns the 32-bit seed of a node in a run. */
export const nodeSeed = (seed: number, node: string): number =>
  parseInt(digestOfText(`${seed}:${node}`).slice(0, 8), 16)
