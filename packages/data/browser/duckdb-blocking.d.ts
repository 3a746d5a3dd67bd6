/**
 * The part that we use of DuckDB-WASM's blocking bindings. The package leaves them out of its exports; the bundler's
 * alias leads to `dist/duckdb-browser-blocking.mjs`.
 */
declare module '@duckdb/duckdb-wasm/blocking-browser' {
  export interface Connection {
    close(): void
    useUnsafe<T>(use: (bindings: Bindings, connection: number) => T): T
  }

  /** What emscripten's `instantiateWasm` is: it calls `success` later, and nothing when it fails. */
  export type InstantiateWasm = (
    imports: WebAssembly.Imports,
    success: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object

  export interface Bindings {
    instantiateWasm: InstantiateWasm
    instantiate(): Promise<Bindings>
    open(config: { path: string; maximumThreads?: number }): void
    reset(): void
    getVersion(): string
    /** The names of tables in a statement; none where it cannot be bound. */
    getTableNames(connection: number, text: string): string[]
    connect(): Connection
    /** All of a result, as an Arrow IPC file. */
    runQuery(connection: number, text: string): Uint8Array
    /** The result's schema as an Arrow IPC message, or null while there is more to do: poll. */
    startPendingQuery(connection: number, text: string, allowStreamResult: boolean): Uint8Array | null
    pollPendingQuery(connection: number): Uint8Array | null
    cancelPendingQuery(connection: number): boolean
    /** The next record batch as an Arrow IPC message; empty at the end; null while there is more to do. */
    fetchQueryResults(connection: number): Uint8Array | null
    /** Takes in one whole Arrow IPC stream. */
    insertArrowFromIPCStream(
      connection: number,
      stream: Uint8Array,
      options: { name: string; schema?: string; create?: boolean },
    ): void
    registerFileHandle(name: string, handle: object, protocol: DuckDBDataProtocol, directIO: boolean): void
    dropFile(name: string): void
  }

  export const DuckDBDataProtocol: { readonly BROWSER_FILEREADER: 2 }
  export type DuckDBDataProtocol = 2

  export class VoidLogger {
    log(entry: unknown): void
  }

  type Path = [module: object, path: number, length: number]

  /** What the wasm calls for files. */
  export interface Runtime {
    glob(...path: Path): void
    checkFile(...path: Path): boolean
    progressUpdate(done: number, percentage: number, repeat: number): void
  }
  export const BROWSER_RUNTIME: Runtime

  export function readString(module: object, begin: number, length: number): string

  export function createDuckDB(
    bundles: { mvp: { mainModule: string }; eh: { mainModule: string } },
    logger: VoidLogger,
    runtime: Runtime,
  ): Promise<Bindings>
}
