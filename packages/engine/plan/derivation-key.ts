import { canonicalJson, type Value } from '@aw-flow/schema'
import { digestOfText } from '../digest.ts'
import type { NodeDefinition } from '../define-node.ts'
import type { Turn } from '../scheduler/effects.ts'
import { identityOf, shortDigest, valuesIdentity, type KnownIdentities } from './identity.ts'

/**
 * The derivation of a node's outputs: a hash over its type and version, its settings and its inputs' identities, down
 * to datasets; or over what the type says that they depend on; and over what its expressions read (`reads`). Equal keys
 * mean equal outputs. 32 hex digits. `known` holds the identities of a run's values, which many nodes may take.
 */
export function derivationKey(
  { type, version, derivation }: Pick<NodeDefinition, 'type' | 'version' | 'derivation'>,
  settings: unknown,
  inputs: Record<string, Value>,
  known: KnownIdentities = new WeakMap(),
  reads?: unknown,
): string {
  const from = derivation
    ? `"from":${identityOf(derivation({ settings, inputs }), known)}`
    : `"settings":${identityOf(settings, known)},"inputs":${valuesIdentity(inputs, known)}`
  const more = reads === undefined ? '' : `,"reads":${identityOf(reads, known)}`
  return shortDigest(`{"type":${canonicalJson(type)},"version":${version},${from}${more}}`)
}

/** The derivation of what a loop gives in one turn, or makes of all that came back; and of what comes after waiting. */
export function turnKey(key: string, turn: Turn, known: KnownIdentities = new WeakMap()): string {
  switch (turn.kind) {
    case 'next': {
      const before = turn.before ? `,"before":${valuesIdentity(turn.before, known)}` : ''
      return shortDigest(`{"key":"${key}","iteration":${turn.iteration}${before}}`)
    }
    case 'resumed':
      return shortDigest(`{"key":"${key}","by":${identityOf(turn.by, known)}}`)
    case 'collect': {
      const results = turn.results.map((values) => (values ? valuesIdentity(values, known) : 'null'))
      return shortDigest(`{"key":"${key}","results":[${results.join()}]}`)
    }
  }
}

/** A 32-bit seed for one node of a run. */
export const nodeSeed = (seed: number, node: string): number =>
  parseInt(digestOfText(`${seed}:${node}`).slice(0, 8), 16)
