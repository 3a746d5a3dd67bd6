/** The MIME type of the drag data for a node type from the palette. @internal */
export const nodeTypeDrag = 'application/x-aw-node-type'
