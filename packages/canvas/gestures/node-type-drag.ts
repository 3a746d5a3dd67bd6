/** The MIME type of a node type dragged from the palette. @internal */
export const nodeTypeMimeType = 'application/x-aw-node-type'
