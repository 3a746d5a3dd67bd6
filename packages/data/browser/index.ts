export { createBrowserFile, type BrowserFile } from './browser-file.ts'
export { openDuckDb, openFormats } from './open-duckdb.ts'
export type { FormatWasmUrls } from './browser-formats-platform.ts'
export type { OpenDuckDbOptions } from './browser-connection.ts'
