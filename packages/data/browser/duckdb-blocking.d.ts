/**
 * Declares the parts of DuckDB-WASM's blocking bindings that this package uses. The package does not export them; a
 * bundler alias maps the module to `dist/duckdb-browser-blocking.mjs`.
 */
declare module '@duckdb/duckdb-wasm/blocking-browser' {
  export interface Connection {
    close(): void
    useUnsafe<T>(use: (bindings: Bindings, connection: number) => T): T
  }

  /** Emscripten's `instantiateWasm`. It calls `success` later, and never reports a failure. */
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
    /** Returns the names of the tables in a statement. */
    getTableNames(connection: number, text: string): string[]
    connect(): Connection
    /** Returns the complete result as an Arrow IPC file. */
    runQuery(connection: number, text: string): Uint8Array
    /** Returns the schema of the result as an Arrow IPC message, or null while it must be polled. */
    startPendingQuery(connection: number, text: string, allowStreamResult: boolean): Uint8Array | null
    pollPendingQuery(connection: number): Uint8Array | null
    cancelPendingQuery(connection: number): boolean
    /** Returns the next record batch as an Arrow IPC message; empty at the end, null while it must be polled. */
    fetchQueryResults(connection: number): Uint8Array | null
    /** Inserts one complete Arrow IPC stream. */
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

  /** The Emscripten module. `HEAPU8` is its memory. */
  interface Module {
    readonly HEAPU8: Uint8Array
  }
  type Path = [module: Module, path: number, length: number]

  /** The file functions that the wasm calls. */
  export interface Runtime {
    glob(...path: Path): void
    checkFile(...path: Path): boolean
    /** Copies bytes of a file to an address and returns their number. */
    readFile(module: Module, fileId: number, address: number, length: number, offset: number): number
    progressUpdate(done: number, percentage: number, repeat: number): void
  }
  export const BROWSER_RUNTIME: Runtime & {
    /** Registered handles by name. */
    readonly _files: ReadonlyMap<string, Pick<Blob, 'slice'>>
    getFileInfo(module: Module, fileId: number): { readonly fileName: string } | null
  }

  export function readString(module: object, begin: number, length: number): string

  export function createDuckDB(
    bundles: { mvp: { mainModule: string }; eh: { mainModule: string } },
    logger: VoidLogger,
    runtime: Runtime,
  ): Promise<Bindings>
}
