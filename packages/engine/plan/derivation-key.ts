import { canonicalJson, type Value } from '@aw-flow/schema'
import { digestOfText } from '../digest.ts'
import type { NodeDefinition } from '../define-node.ts'
import type { Turn } from '../scheduler/effects.ts'
import { createIdentities, type Identities } from './identity.ts'

/**
 * The derivation of a node's outputs: a hash over its type and version, its settings and its inputs' identities, down
 * to datasets; or over what the type says that they depend on; and over what its expressions read (`reads`). Equal keys
 * mean equal outputs. 32 hex digits. `identities` are the run's, since many nodes take the same values.
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

/** The derivation of what a loop gives in one turn, or makes of all that came back; and of what comes after waiting. */
export function turnKey(key: string, turn: Turn, identities: Identities = createIdentities()): string {
  switch (turn.kind) {
    case 'next': {
      const before = turn.before ? `,"before":${identities.ofValues(turn.before)}` : ''
      return identities.digest(`{"key":"${key}","iteration":${turn.iteration}${before}}`)
    }
    case 'resumed':
      return identities.digest(`{"key":"${key}","by":${identities.of(turn.by)}}`)
    case 'collect': {
      const results = turn.results.map((values) => (values ? identities.ofValues(values) : 'null'))
      return identities.digest(`{"key":"${key}","results":[${results.join()}]}`)
    }
  }
}

/** A 32-bit seed for one node of a run. */
export const nodeSeed = (seed: number, node: string): number =>
  parseInt(digestOfText(`${seed}:${node}`).slice(0, 8), 16)
