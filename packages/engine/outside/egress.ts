/** How a secret goes into a request; `field` is the header or the query parameter that it is put into. */
export type SecretUse =
  | { name: string; as: 'bearer' | 'basic' }
  | { name: string; as: 'header' | 'query'; field: string }

/** A body that is not held in memory as a whole. */
export interface StreamedBody {
  /** In bytes. */
  size: number
  pieces(): AsyncIterable<Uint8Array>
}

/** What a request may take. Sizes in bytes, times in ms. */
export interface EgressLimits {
  headerBytes: number
  /** Of the answer's body, unpacked. */
  bodyBytes: number
  /** So long may nothing come. */
  idleMs: number
  /** From the first byte sent to the last one received. */
  totalMs: number
  redirects: number
}

export const defaultEgressLimits: EgressLimits = {
  headerBytes: 64 * 1024,
  bodyBytes: 100 * 1024 * 1024,
  idleMs: 30_000,
  totalMs: 300_000,
  redirects: 5,
}

export interface EgressRequest {
  /** `http:` or `https:`, without name and password. */
  url: string
  /** In capitals; GET where it is not said. */
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array | StreamedBody
  /** Put in by the broker, which alone knows their values, where they are bound to the host. */
  secrets?: readonly SecretUse[]
  limits?: Partial<EgressLimits>
  signal: AbortSignal
}

export interface EgressAnswer {
  status: number
  /** Where the answer came from, after redirects; without what a secret put into it. */
  url: string
  /** Names in lower case; values without what a secret put into the request. */
  headers: Readonly<Record<string, string>>
  /** Once. Throws a `NodeError` where the answer breaks off, is too slow or too large. */
  body: AsyncIterable<Uint8Array>
  /** Takes out of a text what the secrets of this request put in: a service may answer what it was sent. */
  redact(text: string): string
  /** Lets go of a body that is not read. */
  close(): Promise<void>
}

/**
 * Port: the one way out. Whoever implements it checks the address against the list of allowed hosts, after its name was
 * resolved and at each redirect, and connects to the very address that was checked. Rejects with a `NodeError`:
 * `transient` for what may be better later (no answer, broken off), `permanent` for what is refused.
 */
export interface Egress {
  fetch(request: EgressRequest): Promise<EgressAnswer>
}
