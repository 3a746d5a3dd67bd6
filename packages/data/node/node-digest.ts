import { hash } from 'node:crypto'
import type { Digest } from '@aw-flow/engine'

/** Computes SHA-256 with Node, about ten times as fast as the JavaScript implementation of the engine. @internal */
export const nodeDigest: Digest = (text) => hash('sha256', text)
