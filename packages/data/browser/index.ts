export { browserFile, type BrowserFile } from './browser-file.ts'
export { openDuckDb, openFormats } from './open-duckdb.ts'
export type { FormatWasmUrls } from './browser-formats-place.ts'
export type { OpenDuckDbOptions } from './browser-connection.ts'
