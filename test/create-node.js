/** Creates a node of a workflow, at the origin and with its ID as its label unless others are given. */
export const createNode = (id, type, config = {}, { label = id, position = { x: 0, y: 0 } } = {}) => ({
  id,
  type,
  position,
  data: { label, config: config },
})
//# sourceMappingURL=create-node.js.map
