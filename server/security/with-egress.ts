import type { Egress } from '@aw-flow/engine'

/**
 * Calls `use` with a client that sends requests to external hosts using the workspace's secrets. Its connections are
 * closed afterward.
 */
export type WithEgress = <T>(workspace: string, use: (egress: Egress) => Promise<T>) => Promise<T>
