/** Returns the workflow document in a server response, without the server's metadata. */
export function extractDocument(value: object): Record<string, unknown> {
  const {
    id: _id,
    number: _number,
    version_label: _versionLabel,
    parent_workflow_id: _parent,
    created_by: _createdBy,
    is_public: _isPublic,
    ready: _ready,
    steps: _steps,
    connections: _connections,
    problems: _problems,
    ignored_fields: _ignoredFields,
    created_at: _createdAt,
    updated_at: _updatedAt,
    ...document
  } = value as Record<string, unknown>
  return document
}
