/** The MIME type that marks a dragged node type from the palette. @internal */
export const nodeTypeDrag = 'application/x-aw-node-type'
