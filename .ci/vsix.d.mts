/** Returns the extension for VS Code as a VSIX file. */
export function createVsix(): Uint8Array<ArrayBuffer>
