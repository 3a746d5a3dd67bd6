/** The kind of data that a dragged node type travels as, from the palette to the canvas. */
export const nodeTypeDrag = 'application/x-aw-node-type'
