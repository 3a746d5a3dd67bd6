/** Specifies how a secret is sent with a request. `field` is the name of the header or query parameter. @internal */
export type SecretUse =
  | { name: string; as: 'bearer' | 'basic' }
  | { name: string; as: 'header' | 'query'; field: string }

/** A request body that is streamed rather than held in memory. @internal */
export interface StreamedBody {
  /** The size in bytes. */
  size: number
  /** Returns the bytes in chunks. */
  chunks(): AsyncIterable<Uint8Array>
}

/** The limits of a request. Sizes are in bytes, times in milliseconds. @internal */
export interface EgressLimits {
  /** The maximum size of the response headers. */
  headerBytes: number
  /** The maximum size of the decompressed response body. */
  bodyBytes: number
  /** The maximum time without receiving data. */
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
  /** An `http:` or `https:` URL without a user name or password. */
  url: string
  /** The method in uppercase. Defaults to `GET`. */
  method?: string
  /** The headers, keyed by name, without secrets. */
  headers?: Readonly<Record<string, string>>
  /** The request body, if any. */
  body?: Uint8Array | StreamedBody
  /**
   * The secrets to send. Only the `Egress` implementation reads their values. It adds a secret only if the secret is
   * bound to the host.
   */
  secrets?: readonly SecretUse[]
  /** Overrides for the default limits. */
  limits?: Partial<EgressLimits>
  /** Aborts the request. */
  signal: AbortSignal
}

/** An HTTP response. @internal */
export interface EgressResponse {
  /** The HTTP status code. */
  status: number
  /** The final URL after redirects, without secrets. */
  url: string
  /** The headers, keyed by lowercase name. Values do not contain secrets. */
  headers: Readonly<Record<string, string>>
  /** The cookies, if the response sets several. In `headers`, they are joined, although a cookie can contain a comma. */
  cookies?: readonly string[]
  /** Whether a redirect changed POST to GET, so that the service did not receive the request body. */
  isBodyLost?: boolean
  /**
   * The response body, in which secrets are masked if it is text. It can be read only once. Iteration throws a
   * `NodeError` if the response is interrupted, too slow or too large, or not text and contains a secret.
   */
  body: AsyncIterable<Uint8Array>
  /** Masks this request's secrets in a string that does not come from `body` or `headers`, such as an error message. */
  redact(text: string): string
  /**
   * Reads content that was unpacked from the body.
   *
   * @throws {NodeError} `permanent` if it contains one of this request's secrets.
   */
  rejectSecrets(content: AsyncIterable<Uint8Array>): Promise<void>
  /** Discards the body if it is not read to the end. */
  close(): Promise<void>
}

/**
 * Sends HTTP requests. Implementations check each address against the allowed hosts after its name is resolved, and
 * again on each redirect, and connect to exactly the address that was checked. They reject with a `NodeError`:
 * `transient` for failures that a retry may resolve, such as an interrupted connection; `permanent` for rejected
 * requests.
 *
 * @internal
 */
export interface Egress {
  /** Sends a request. Resolves when the response headers have arrived. */
  fetch(request: EgressRequest): Promise<EgressResponse>
}
