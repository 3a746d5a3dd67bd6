/** The form in which a secret is sent; `field` is the name of the header or query parameter. @internal */
export type SecretUse =
  | { name: string; as: 'bearer' | 'basic' }
  | { name: string; as: 'header' | 'query'; field: string }

/** A body that is streamed instead of held in memory. @internal */
export interface StreamedBody {
  /** The size, in bytes. */
  size: number
  /** Returns the bytes in chunks. */
  chunks(): AsyncIterable<Uint8Array>
}

/** Limits of a request. Sizes in bytes, times in ms. @internal */
export interface EgressLimits {
  /** The maximum size of the response headers. */
  headerBytes: number
  /** The maximum size of the decompressed response body. */
  bodyBytes: number
  /** The maximum time without data. */
  idleMs: number
  /** The maximum time from the first byte sent to the last byte received. */
  totalMs: number
  /** The maximum number of redirects. */
  redirects: number
}

/** @internal */
export const defaultEgressLimits: EgressLimits = {
  headerBytes: 64 * 1024,
  bodyBytes: 100 * 1024 * 1024,
  idleMs: 30_000,
  totalMs: 300_000,
  redirects: 5,
}

/** An HTTP request. @internal */
export interface EgressRequest {
  /** An `http:` or `https:` URL without user name and password. */
  url: string
  /** The method in upper case. Default: GET. */
  method?: string
  /** Headers by name, without secrets. */
  headers?: Readonly<Record<string, string>>
  /** The body. Default: none. */
  body?: Uint8Array | StreamedBody
  /** Secrets to send. Only the broker knows their values; it adds them if they are bound to the host. */
  secrets?: readonly SecretUse[]
  /** Overrides of the default limits. */
  limits?: Partial<EgressLimits>
  /** Aborts the request. */
  signal: AbortSignal
}

/** An HTTP response. @internal */
export interface EgressResponse {
  /** The HTTP status code. */
  status: number
  /** The URL of the response after redirects, without secrets. */
  url: string
  /** Names in lower case; values without secrets. */
  headers: Readonly<Record<string, string>>
  /** Can be read once. Throws a `NodeError` if the response is interrupted, too slow or too large. */
  body: AsyncIterable<Uint8Array>
  /** Removes the secrets of this request from a string, because a service may echo them. */
  redact(text: string): string
  /** Discards a body that is not read. */
  close(): Promise<void>
}

/**
 * Sends HTTP requests. Implementations check the address against the allowed hosts after its name was resolved
 * and at each redirect, and connect to exactly the address that was checked. They reject with a `NodeError`:
 * `transient` for failures that a retry may resolve (no response, interrupted), `permanent` for rejected requests.
 *
 * @internal
 */
export interface Egress {
  /** Sends a request and resolves when the headers of the response have arrived. */
  fetch(request: EgressRequest): Promise<EgressResponse>
}
