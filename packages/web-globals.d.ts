/**
 * The web APIs that browsers, workers and Node all provide. Packages that run everywhere compile against these
 * declarations instead of the DOM library, so they cannot use any other web API.
 */
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}
interface AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
declare const AbortController: { new (): AbortController }
declare const AbortSignal: { timeout(milliseconds: number): AbortSignal; any(signals: AbortSignal[]): AbortSignal }

interface TextDecoder {
  readonly encoding: string
  decode(input?: Uint8Array, options?: { stream?: boolean }): string
}
declare const TextDecoder: { new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder }
interface TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>
  encodeInto(input: string, destination: Uint8Array): { read: number; written: number }
}
declare const TextEncoder: { new (): TextEncoder }

declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean
  readonly Module: { new (bytes: Uint8Array): object }
  readonly Instance: { new (module: object): { readonly exports: unknown } }
}

declare function setTimeout(callback: () => void, milliseconds?: number): unknown
declare function clearTimeout(handle: unknown): void
declare function structuredClone<T>(value: T): T
declare const performance: { now(): number }
declare function btoa(text: string): string

interface URLSearchParams extends Iterable<[string, string]> {
  get(name: string): string | null
  has(name: string): boolean
  set(name: string, value: string): void
  append(name: string, value: string): void
  delete(name: string): void
  toString(): string
}
declare const URLSearchParams: {
  new (init?: string | Readonly<Record<string, string>> | readonly (readonly [string, string])[]): URLSearchParams
}
interface URL {
  readonly href: string
  readonly origin: string
  protocol: string
  username: string
  password: string
  host: string
  hostname: string
  port: string
  pathname: string
  search: string
  hash: string
  readonly searchParams: URLSearchParams
}
declare const URL: { new (url: string | URL, base?: string | URL): URL; canParse(url: string, base?: string): boolean }

interface Headers extends Iterable<[string, string]> {
  get(name: string): string | null
}
interface ReadableStreamDefaultController<T> {
  enqueue(chunk: T): void
  close(): void
  error(reason?: unknown): void
}
interface ReadableStream<T = unknown> {
  cancel(reason?: unknown): Promise<void>
  readonly locked: boolean
  getReader(): {
    read(): Promise<{ done: false; value: T } | { done: true; value?: undefined }>
    cancel(reason?: unknown): Promise<void>
  }
  tee(): [ReadableStream<T>, ReadableStream<T>]
}
declare const ReadableStream: {
  new <T>(source: {
    pull(controller: ReadableStreamDefaultController<T>): Promise<void>
    cancel(): Promise<void>
  }): ReadableStream<T>
}
interface Response {
  readonly status: number
  readonly headers: Headers
  readonly body: ReadableStream<Uint8Array> | null
  text(): Promise<string>
}
declare const Response: {
  new (
    body: ReadableStream<Uint8Array> | string | null,
    init?: { status?: number; headers?: Readonly<Record<string, string>> },
  ): Response
}
