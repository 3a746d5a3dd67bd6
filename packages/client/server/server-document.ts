/** Returns the document in a response of the server, without the other fields. */
export function documentOf(value: object): Record<string, unknown> {
  const {
    id: _id,
    ready: _ready,
    steps: _steps,
    problems: _problems,
    created_at: _made,
    updated_at: _changed,
    ...document
  } = value as Record<string, unknown>
  return document
}
