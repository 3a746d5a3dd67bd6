/** The data type of a node type that is dragged from the palette. */
export const nodeTypeDrag = 'application/x-aw-node-type'
