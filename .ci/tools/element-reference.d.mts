/** See `element-reference.mjs`. */
export function writeElementReference(manifest: object): string
