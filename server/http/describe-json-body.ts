/** Descriptions of the errors that routes with a JSON body return, by status. */
export const jsonBodyErrors = {
  400: 'Malformed JSON.',
  415: 'Content type is not JSON.',
  422: 'Invalid body; see details.',
}

/**
 * Describes a JSON body whose schema is a component of the OpenAPI document. The routes read and validate it
 * themselves.
 */
export const describeJsonBody = (component: string, required = true) => ({
  body: { required, content: { 'application/json': { schema: { $ref: `#/components/schemas/${component}` } } } },
})
