/** The data type of a node type that is dragged from the palette. @internal */
export const nodeTypeDrag = 'application/x-aw-node-type'
