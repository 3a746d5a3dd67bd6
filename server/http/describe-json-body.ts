/** Descriptions of the errors that routes with a JSON body can return, keyed by status code. */
export const jsonBodyErrors = {
  400: 'Malformed JSON.',
  415: 'Content type is not JSON.',
  422: 'Invalid body; see details.',
}

/** Describes a JSON request body whose schema is a component of the OpenAPI document. */
export const describeJsonBody = (component: string, required = true) => ({
  required,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${component}` } } },
})
