import { hash } from 'node:crypto'
import type { Digest } from '@aw-flow/engine'

/** SHA-256 by Node, about ten times as fast as the engine's JavaScript implementation. @internal */
export const nodeDigest: Digest = (text) => hash('sha256', text)
